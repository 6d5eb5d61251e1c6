# shellcheck shell=bash
# Attacks by hostile and damaged ONNX files; sourced by scripts/attack.

onnx_network() { # CODES WHAT FILE : a run of this network
  cat >"$work/onnx.yaml" <<Y
experiment: network
steps: 2
learning-rate: 0.01
dataset: {type: digits, examples: 20}
objective: {type: onnx, network: $3}
record: {sharpness-every: 0}
reports: []
Y
  rm -rf "$work/out"
  expect "$1" "onnx, $2" run "$work/onnx.yaml" --out "$work/out"
  case " $1 " in *' 0 '*) ;; *) judge "onnx, $2: left a directory" test ! -e "$work/out" ;; esac
}

changed_onnx() { # CODES WHAT COMMAND… : the command turns the network on stdin into another one
  local codes=$1 what=$2
  shift 2
  LC_ALL=C "$@" <"$root/examples/networks/digits-cnn.onnx" >"$work/net.onnx"
  onnx_network "$codes" "$what" net.onnx
}

varint() { # NUMBER : as protocol buffers have it
  local number=$1
  while [ "$number" -gt 127 ]; do
    bytes 1 $((number % 128 + 128))
    number=$((number / 128))
  done
  bytes 1 "$number"
}

nested_graphs() { # DEPTH : a model whose graph has a node whose attribute is a graph, and so on
  local depth length=0 lengths=()
  for depth in $(seq "$1"); do
    # Attribute 6 is a graph, node 5 its attribute, graph 1 its node; each length adds to the next.
    for _ in graph attribute node; do
      lengths+=("$length")
      length=$((length + 1 + $(varint "$length" | wc -c)))
    done
  done
  printf '\x3a'
  varint "$length"
  for ((depth = ${#lengths[@]} - 1; depth >= 0; depth--)); do
    case $((depth % 3)) in 2) printf '\x0a' ;; 1) printf '\x2a' ;; *) printf '\x32' ;; esac
    varint "${lengths[depth]}"
  done
}

attack_onnx() {
  export EDGEFLOW_JAVA_OPTS=$given_options
  local i size
  size=$(wc -c <"$root/examples/networks/digits-cnn.onnx")
  changed_onnx 0 'a sound one' cat
  changed_onnx 2 'an end cut off' head -c "$((size / 2))"
  changed_onnx 2 'another operator' sed 's/Gelu/Gelx/g; s/Erf/Erx/g'
  nested_graphs 400 >"$work/net.onnx"
  onnx_network 2 'nested graphs' net.onnx
  changed_onnx '0 2' 'a flipped bit' flip 700
  [ -z "$quick" ] || return
  changed_onnx 2 'nothing' nothing
  changed_onnx 2 'text' base64
  changed_onnx 2 'twice the same' bash -c 'tee "$0"; cat "$0"' "$work/twice"
  changed_onnx 2 'a part that is missing' sed '0,/conv2d/s//convxx/'
  for i in 1 2 3 4 5 6 7 8; do
    changed_onnx '0 2' "a flipped bit, $i" flip "$((RANDOM % size))"
  done
  head -c 5000 /dev/urandom >"$work/net.onnx"
  onnx_network 2 'noise' net.onnx
  head -c 300000000 /dev/zero >"$work/net.onnx"
  onnx_network 2 '300 MB of zeros' net.onnx
  onnx_network 2 'a file that is not there' none.onnx
  mkdir -p "$work/folder.onnx"
  onnx_network 2 'a folder' folder.onnx
}
