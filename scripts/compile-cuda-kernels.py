#!/usr/bin/env python3
"""Compiles the CUDA kernels for several architectures with NVRTC; needs no card.

    pip install nvidia-cuda-nvrtc        # 13.0 or newer, or a CUDA 13 toolkit
    scripts/compile-cuda-kernels.py [sm_75 sm_80 …]

The options are those with which org.edgeflow.backends.cuda.device.KernelCompiler compiles at run time.
"""

import ctypes
import pathlib
import site
import sys

ROOT = pathlib.Path(__file__).resolve().parents[1]
SOURCE = ROOT / "edgeflow-backends/cuda/src/main/resources/org/edgeflow/backends/cuda"
FILES = ["common.cu", "vectors.cu", "activations.cu", "rows.cu", "windows.cu"]
ARCHITECTURES = ["sm_75", "sm_80", "sm_86", "sm_89", "sm_90", "sm_100", "sm_120"]


def library():
    folders = [pathlib.Path(folder) / "nvidia/cu13/lib"
               for folder in site.getsitepackages() + [site.getusersitepackages()]]
    folders += [pathlib.Path("/usr/local/cuda/lib64")]
    for folder in folders:
        if (folder / "libnvrtc.so.13").exists():
            for builtins in folder.glob("libnvrtc-builtins.so.13.*"):
                ctypes.CDLL(str(builtins), ctypes.RTLD_GLOBAL)
            return ctypes.CDLL(str(folder / "libnvrtc.so.13"))
    raise SystemExit("skipped, no NVRTC: pip install nvidia-cuda-nvrtc")


def text(nvrtc, program, size, content):
    length = ctypes.c_size_t()
    getattr(nvrtc, size)(program, ctypes.byref(length))
    buffer = ctypes.create_string_buffer(length.value)
    getattr(nvrtc, content)(program, buffer)
    return buffer.raw


def compile_for(nvrtc, source, architecture, real):
    program = ctypes.c_void_p()
    nvrtc.nvrtcCreateProgram(ctypes.byref(program), source, b"edgeflow.cu", 0, None, None)
    options = [f"--gpu-architecture={architecture}", "--std=c++17", "--fmad=false",
               f"-DREAL={real}"]
    encoded = (ctypes.c_char_p * len(options))(*[option.encode() for option in options])
    status = nvrtc.nvrtcCompileProgram(program, len(options), encoded)
    log = text(nvrtc, program, "nvrtcGetProgramLogSize", "nvrtcGetProgramLog").rstrip(b"\0 \n")
    size = len(text(nvrtc, program, "nvrtcGetCUBINSize", "nvrtcGetCUBIN")) if status == 0 else 0
    nvrtc.nvrtcDestroyProgram(ctypes.byref(program))
    print(f"{architecture:8} {real:6} " + (f"{size} bytes" if status == 0 else "FAILED")
          + (f"\n{log.decode()}" if log else ""))
    return status == 0


def main():
    nvrtc = library()
    source = b"".join((SOURCE / file).read_bytes() for file in FILES)
    results = [compile_for(nvrtc, source, architecture, real)
               for architecture in sys.argv[1:] or ARCHITECTURES for real in ("float", "double")]
    raise SystemExit(0 if all(results) else 1)


if __name__ == "__main__":
    main()
