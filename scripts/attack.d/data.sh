# shellcheck shell=bash
# Attacks by damaged data, at the start and at a resume; sourced by scripts/attack.

images() { # [MAGIC [NUMBER [HEIGHT [WIDTH]]]] : twelve images of 2 by 2, whatever is said
  local i
  bytes 4 "${1:-0x803}" "${2:-12}" "${3:-2}" "${4:-2}"
  for i in $(seq 48); do bytes 1 "$((i * i * 7 % 256))"; done
}

labels() { # [MAGIC [NUMBER]]
  bytes 4 "${1:-0x801}" "${2:-12}"
  printf '\0\1\0\1\0\1\0\1\0\1\0\1'
}

sound_idx() {
  rm -rf "$work/idx"
  mkdir "$work/idx"
  images >"$work/idx/train-images-idx3-ubyte"
  labels >"$work/idx/train-labels-idx1-ubyte"
}

data() { # CODES WHAT DATASET : a run on this data
  cat >"$work/data.yaml" <<Y
experiment: data
steps: 2
learning-rate: 0.01
dataset: $3
objective: {type: mlp, hidden: [3]}
record: {sharpness-every: 0}
reports: []
Y
  rm -rf "$work/out"
  expect "$1" "data, $2" run "$work/data.yaml" --out "$work/out" --quiet
  case " $1 " in *' 0 '*) ;; *) judge "data, $2: left a directory" test ! -e "$work/out" ;; esac
}

idx() { # CODES WHAT
  data "$1" "IDX, $2" '{type: idx, directory: idx}'
}

attack_idx() {
  export EDGEFLOW_JAVA_OPTS=$given_options
  local folder=$work/idx
  sound_idx
  idx 0 'sound files'
  images | head -c 40 >"$folder/train-images-idx3-ubyte"
  idx 2 'images cut off'
  images 0x803 12 2147483647 2147483647 >"$folder/train-images-idx3-ubyte"
  idx 2 'images of 2^62 pixels'
  images >"$folder/train-images-idx3-ubyte"
  labels 0x801 13 >"$folder/train-labels-idx1-ubyte"
  idx 2 'a label too many'
  labels | gzip | flip 12 >"$folder/train-labels-idx1-ubyte"
  idx 2 'a damaged gzip file'
  [ -z "$quick" ] || return
  sound_idx
  images 0x804 >"$folder/train-images-idx3-ubyte"
  idx 2 'another magic number'
  images 0x803 4294967295 >"$folder/train-images-idx3-ubyte"
  idx 2 'a number of images that is negative'
  images 0x803 12 0 2 >"$folder/train-images-idx3-ubyte"
  idx 2 'images without rows'
  { images; echo more; } >"$folder/train-images-idx3-ubyte"
  idx 2 'something after the images'
  : >"$folder/train-images-idx3-ubyte"
  idx 2 'no images'
  sound_idx
  labels | head -c 12 >"$folder/train-labels-idx1-ubyte"
  idx 2 'labels cut off'
  labels | gzip | head -c 20 >"$folder/train-labels-idx1-ubyte"
  idx 2 'a gzip file cut off'
  rm "$folder/train-labels-idx1-ubyte"
  idx 2 'no file of labels'
  sound_idx
  { bytes 4 0x803 12 2 2; head -c 1500000000 /dev/zero; } | gzip -1 >"$folder/train-images-idx3-ubyte"
  idx 2 'a gzip bomb'
  data 2 'IDX, classes that are not there' '{type: idx, directory: idx, classes: [0, 9]}'
  data 2 'IDX, a folder that is none' "{type: idx, directory: idx/train-labels-idx1-ubyte}"
}

record() { # LABEL
  bytes 1 "$1"
  for _ in 1 2 3; do head -c 1024 "$root/LICENSE"; done
}

sound_cifar() {
  rm -rf "$work/cifar"
  mkdir "$work/cifar"
  local i
  # Every class has an example.
  for i in 1 2 3 4 5; do { record $((i - 1)); record $((i + 4)); } >"$work/cifar/data_batch_$i.bin"; done
}

cifar() { # CODES WHAT
  data "$1" "CIFAR-10, $2" '{type: cifar-10, directory: cifar}'
}

attack_cifar() {
  export EDGEFLOW_JAVA_OPTS=$given_options
  local batch=$work/cifar/data_batch_4.bin
  sound_cifar
  record 10 >"$batch"
  cifar 2 'a label out of range'
  [ -z "$quick" ] || return
  sound_cifar
  cifar 0 'sound files'
  record 3 | head -c 3000 >"$batch"
  cifar 2 'a record cut off'
  : >"$batch"
  cifar 2 'nothing'
  record 3 | gzip | flip 30 >"$batch"
  cifar 2 'a damaged gzip file'
  head -c 2000000000 /dev/zero | gzip -1 >"$batch"
  cifar 2 'a gzip bomb'
  rm "$batch"
  cifar 2 'a missing batch'
  sound_cifar
  head -c 1000000000 /dev/zero | tr '\0' '\n' | gzip -1 >"$work/cifar/batches.meta.txt.gz"
  cifar 2 'a gzip bomb of names'
}

attack_inputs() { # at a resume
  export EDGEFLOW_JAVA_OPTS=$given_options
  local file
  sound_idx
  sound_network >"$work/net.json"
  cat >"$work/inputs.yaml" <<Y
experiment: inputs
steps: 20000000
learning-rate: 0.01
dataset: {type: idx, directory: idx}
objective: {type: dl4j, configuration: net.json}
record: {sharpness-every: 0, checkpoint-seconds: 0.1}
reports: []
Y
  rm -rf "$work/inputs"
  begin "$work/inputs.yaml" "$work/inputs"
  sleep 1
  kill -TERM "$runner"
  judge 'a run on a network that is interrupted' ends_with 130 30
  tar -C "$work" -cf "$work/inputs.tar" inputs
  changed() { # WHAT FILE COMMAND…
    local what=$1 file=$2
    shift 2
    cp "$work/$file" "$work/kept"
    "$@" <"$work/kept" >"$work/$file"
    expect 2 "resume, $what" run "$work/inputs" --resume --quiet
    cp "$work/kept" "$work/$file"
    judge "resume, $what: something was overwritten" same_files
  }
  same_files() {
    rm -rf "$work/before"
    mkdir "$work/before"
    tar -C "$work/before" -xf "$work/inputs.tar"
    diff -r "$work/before/inputs" "$work/inputs" >/dev/null
  }
  changed 'other images' idx/train-images-idx3-ubyte flip 30
  changed 'another network' net.json sed s/ActivationTanH/ActivationSigmoid/
  [ -z "$quick" ] || return
  changed 'other labels' idx/train-labels-idx1-ubyte flip 12
  changed 'another seed of the network' net.json sed 's/"seed": 7/"seed": 8/'
  changed 'a network cut off' net.json head -c 500
  changed 'images cut off' idx/train-images-idx3-ubyte head -c 30
  mv "$work/idx" "$work/idx-elsewhere"
  expect 2 'resume, no data' run "$work/inputs" --resume --quiet
  mv "$work/idx-elsewhere" "$work/idx"
  judge 'resume, no data: something was overwritten' same_files
}
