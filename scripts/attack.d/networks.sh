# shellcheck shell=bash
# Attacks by hostile and damaged networks; sourced by scripts/attack.

bytes() { # WIDTH NUMBER… : big-endian
  local width=$((2 * $1)) number
  shift
  for number; do
    # shellcheck disable=SC2059 # the format is the bytes
    printf "$(printf "%0${width}x" "$number" | sed 's/../\\x&/g')"
  done
}

name_of() { # TEXT : as Java's writeUTF has it
  bytes 2 "${#1}"
  printf %s "$1"
}

sound_layers='"confs": [
  {"cacheMode": "NONE", "dataType": "DOUBLE", "epochCount": 0, "iterationCount": 0,
   "maxNumLineSearchIterations": 5, "miniBatch": true, "minimize": true, "seed": 7,
   "optimizationAlgo": "STOCHASTIC_GRADIENT_DESCENT", "stepFunction": null, "variables": [],
   "layer": {"@class": "org.deeplearning4j.nn.conf.layers.DenseLayer",
    "activationFn": {"@class": "org.nd4j.linalg.activations.impl.ActivationTanH"},
    "iupdater": {"@class": "org.nd4j.linalg.learning.config.Sgd", "learningRate": 0.1},
    "weightInitFn": {"@class": "org.deeplearning4j.nn.weights.WeightInitXavier"},
    "biasInit": 0.0, "biasUpdater": null, "constraints": null, "gainInit": 1.0,
    "gradientNormalization": "None", "gradientNormalizationThreshold": 1.0,
    "hasBias": true, "hasLayerNorm": false, "idropout": null, "regularization": [],
    "regularizationBias": [], "timeDistributedFormat": null, "weightNoise": null,
    "layerName": "a", "nin": 4, "nout": 3}},
  {"cacheMode": "NONE", "dataType": "DOUBLE", "epochCount": 0, "iterationCount": 0,
   "maxNumLineSearchIterations": 5, "miniBatch": true, "minimize": true, "seed": 7,
   "optimizationAlgo": "STOCHASTIC_GRADIENT_DESCENT", "stepFunction": null, "variables": [],
   "layer": {"@class": "org.deeplearning4j.nn.conf.layers.OutputLayer",
    "activationFn": {"@class": "org.nd4j.linalg.activations.impl.ActivationSoftmax"},
    "iupdater": {"@class": "org.nd4j.linalg.learning.config.Sgd", "learningRate": 0.1},
    "weightInitFn": {"@class": "org.deeplearning4j.nn.weights.WeightInitXavier"},
    "biasInit": 0.0, "biasUpdater": null, "constraints": null, "gainInit": 1.0,
    "gradientNormalization": "None", "gradientNormalizationThreshold": 1.0,
    "hasBias": true, "idropout": null, "regularization": [],
    "regularizationBias": [], "timeDistributedFormat": null, "weightNoise": null,
    "lossFn": {"@class": "org.nd4j.linalg.lossfunctions.impl.LossMCXENT", "softmaxClipEps": 1e-10},
    "layerName": "b", "nin": 3, "nout": 2}}]'

sound_network() {
  cat <<J
{"backpropType": "Standard", "cacheMode": "NONE", $sound_layers,
 "dataType": "DOUBLE", "epochCount": 0, "inferenceWorkspaceMode": "ENABLED",
 "inputPreProcessors": {}, "iterationCount": 0, "tbpttBackLength": 20, "tbpttFwdLength": 20,
 "trainingWorkspaceMode": "ENABLED", "validateOutputLayerConfig": true}
J
}

coefficients() { # NUMBER [TYPE [HEXADECIMAL]] : so many parameters, all of them 1/8 or, the last, as given
  local i number=$1 type=${2:-DOUBLE} last=${3:-3fc0000000000000}
  name_of MIXED_DATA_TYPES
  bytes 8 8
  name_of LONG
  bytes 8 2 1 "$number" 1 1 0 1 99
  name_of MIXED_DATA_TYPES
  bytes 8 "$number"
  name_of "$type"
  for i in $(seq "$((number - 1))"); do printf '\x3f\xc0\0\0\0\0\0\0'; done
  bytes 8 "0x$last"
}

packed() { # DIRECTORY [OPTION] : the zip of what is in it, not compressed unless told so
  rm -f "$work/net.zip"
  (cd "$1" && "${JAVA_HOME:+$JAVA_HOME/bin/}jar" "c${2-0}Mf" ../net.zip *)
}

network() { # CODES WHAT KEY FILE : a run of this network
  cat >"$work/network.yaml" <<Y
experiment: network
steps: 2
learning-rate: 0.01
dataset: {type: idx, directory: idx}
objective: {type: dl4j, $3: $4}
record: {sharpness-every: 0}
reports: []
Y
  rm -rf "$work/out"
  expect "$1" "$3, $2" run "$work/network.yaml" --out "$work/out"
  case " $1 " in *' 0 '*) ;; *) judge "$3, $2: left a directory" test ! -e "$work/out" ;; esac
}

fresh_zip() {
  rm -rf "$work/zip" "$work/net.zip"
  mkdir "$work/zip"
  sound_network >"$work/zip/configuration.json"
  coefficients 23 >"$work/zip/coefficients.bin"
}

says() { # WORDS : the last run
  grep -q -F "$1" "$work/stderr" "$work/stdout"
}

attack_zips() {
  # Networks run on the host backend, which waits for the second compiler.
  export EDGEFLOW_JAVA_OPTS=$given_options
  local zip=net.zip
  sound_idx
  fresh_zip
  # A java.util.Date, as Java serializes it.
  printf '\xac\xed\0\x05sr\0\x0ejava.util.Datehj\x81\x01KYt\x19\x03\0\0xpw\x08\0\0\0\0\0\0\0\x01x' \
    >"$work/zip/preprocessor.bin"
  packed "$work/zip"
  network 0 'a serialized preprocessor' network $zip
  judge 'a serialized preprocessor is not told of' says preprocessor.bin
  sed -i 's/preprocessor\.bin/..\/..\/x\/y\/zz.bin/g' "$work/$zip"
  network 0 'an entry that leaves the folder' network $zip
  judge 'an entry was unpacked' test ! -e "$work/../../x/y/zz.bin"
  fresh_zip
  coefficients 23 DOUBLE 7ff8000000000000 >"$work/zip/coefficients.bin"
  packed "$work/zip"
  network 2 'a weight that is NaN' network $zip
  fresh_zip
  head -c 200000000 /dev/zero | tr '\0' ' ' >"$work/zip/configuration.json"
  packed "$work/zip" ''
  network 2 'a configuration of 200 MB in 200 kB' network $zip
  fresh_zip
  packed "$work/zip"
  flip 700 <"$work/$zip" >"$work/flipped.zip"
  network 2 'a flipped bit in the configuration' network flipped.zip
  head -c 2000 "$work/$zip" >"$work/cut.zip"
  network 2 'a zip cut off' network cut.zip
  [ -z "$quick" ] || return
  network 0 'a sound one' network $zip
  sed 's/coefficients\.bin/configuration.json/g' "$work/$zip" >"$work/twice.zip"
  network 2 'no coefficients' network twice.zip
  for i in 1 2 3 4 5 6; do
    flip "$((RANDOM % $(wc -c <"$work/$zip")))" <"$work/$zip" >"$work/flipped.zip"
    network '0 2' "a flipped bit anywhere, $i" network flipped.zip
  done
  fresh_zip
  head -c 300000000 /dev/zero >>"$work/zip/coefficients.bin"
  packed "$work/zip" ''
  network 2 'coefficients of 300 MB' network $zip
  fresh_zip
  (cd "$work/zip" && touch $(seq 500))
  packed "$work/zip"
  network 2 'five hundred entries' network $zip
  fresh_zip
  coefficients 24 >"$work/zip/coefficients.bin"
  packed "$work/zip"
  network 2 'a parameter too many' network $zip
  coefficients 2147483000 >"$work/zip/coefficients.bin" 2>/dev/null &
  sleep 1
  kill $! 2>/dev/null
  wait $! 2>/dev/null
  packed "$work/zip"
  network 2 'two thousand million parameters' network $zip
  coefficients 23 HALF >"$work/zip/coefficients.bin"
  packed "$work/zip"
  network 2 'another type' network $zip
  mkdir "$work/zip/inside"
  mv "$work/zip/c"* "$work/zip/inside"
  packed "$work/zip"
  network 2 'all in a folder' network $zip
  head -c 5000 /dev/urandom >"$work/noise.zip"
  network 2 'noise' network noise.zip
  : >"$work/empty.zip"
  network 2 'nothing' network empty.zip
  network 2 'a folder' network zip
}

changed_network() { # WHAT COMMAND… : the command turns the network on stdin into a bad one
  local what=$1
  shift
  sound_network | "$@" >"$work/net.json"
  network 2 "$what" configuration net.json
}

attack_networks() {
  export EDGEFLOW_JAVA_OPTS=$given_options
  local i
  sound_idx
  sound_network >"$work/net.json"
  network 0 'a sound one' configuration net.json
  changed_network 'clipped gradients' sed '0,/"None"/s//"ClipL2PerLayer"/'
  changed_network 'DL4J 0.x' sed 's/"@class": "org.deeplearning4j.nn.conf.layers.DenseLayer"/"dense": {"nin": 4}/'
  changed_network 'another class' sed 's/org.nd4j.linalg.activations.impl.ActivationTanH/java.util.Date/'
  changed_network 'too many units' sed 's/"nout": 3/"nout": 2000000000/'
  [ -z "$quick" ] || return
  changed_network 'no layers' sed -z 's/"confs": .*}}\]/"confs": []/'
  changed_network 'a layer that is null' sed -z 's/"confs": .*}}\]/"confs": [null]/'
  changed_network 'layers that are no layers' sed -z 's/"confs": .*}}\]/"confs": [{"seed": 1}]/'
  changed_network 'negative extents' sed 's/"nin": 4/"nin": -4/'
  changed_network 'layers that do not fit' sed 's/"nin": 3/"nin": 5/'
  changed_network 'NaN' sed 's/"biasInit": 0.0/"biasInit": NaN/'
  changed_network 'an infinite number' sed 's/"biasInit": 0.0/"biasInit": 1e999/'
  changed_network 'a key twice' sed 's/"seed": 7/"seed": 7, "seed": 8/'
  changed_network 'an unknown setting' sed 's/"hasBias"/"hasBiass"/'
  changed_network 'dropout' sed 's/"idropout": null/"idropout": {"@class": "org.deeplearning4j.nn.conf.dropout.Dropout", "p": 0.5}/'
  changed_network 'truncated backpropagation' sed 's/"Standard"/"TruncatedBPTT"/'
  changed_network 'a score that is maximized' sed 's/"minimize": true/"minimize": false/'
  changed_network 'an end cut off' head -c 900
  changed_network 'UTF-16' iconv -f UTF-8 -t UTF-16
  changed_network 'nothing' nothing
  { printf '{"confs": '; head -c 100000 /dev/zero | tr '\0' '['; } >"$work/net.json"
  network 2 'deep nesting' configuration net.json
  for i in 1 2 3 4 5 6 7 8; do
    sound_network | flip "$((RANDOM % $(sound_network | wc -c)))" >"$work/net.json"
    network '0 2' "a flipped bit, $i" configuration net.json
  done
}
