#!/bin/sh
# Makes sure that the system has what PyPI cannot give: Python 3.11, the
# libraries that Qt loads, a font, and for the tests an X server.
#
#   setup/system.sh run|test PYTHON
#
# What is missing is installed with apt where that is permitted; otherwise the
# exact command is printed and the exit code is 1. Nothing missing: no output.
set -eu

purpose=$1
python=$2
PATH=$PATH:/usr/sbin:/sbin
missing=""

need_library() { # file package
    ldconfig -p | grep -q "$1" || missing="$missing $2"
}

need_program() { # program package
    command -v "$1" >/dev/null || missing="$missing $2"
}

say() {
    printf '%s\n' "$*" >&2
}

check_python() {
    if ! command -v "$python" >/dev/null; then
        say "Facecam needs Python 3.11 or newer, and '$python' was not found."
        exit 1
    fi
    if ! "$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))'; then
        say "Facecam needs Python 3.11 or newer, and '$python' is $("$python" -V 2>&1)." \
            "Name another one: make $purpose PYTHON=python3.11"
        exit 1
    fi
    if ! "$python" -c 'import ensurepip, venv' 2>/dev/null; then
        missing="$missing python3-venv"
    fi
}

check_libraries() {
    need_library libxcb-icccm.so.4 libxcb-icccm4
    need_library libxcb-xinerama.so.0 libxcb-xinerama0
    need_library libxcb-keysyms.so.1 libxcb-keysyms1
    need_library libxcb-image.so.0 libxcb-image0
    need_library libxcb-render-util.so.0 libxcb-render-util0
    need_library libxcb-shape.so.0 libxcb-shape0
    need_library libxcb-randr.so.0 libxcb-randr0
    need_library libxcb-xkb.so.1 libxcb-xkb1
    need_library libxkbcommon-x11.so.0 libxkbcommon-x11-0
    need_library libX11-xcb.so.1 libx11-xcb1
    need_library libGL.so.1 libgl1
    need_library libglib-2.0.so.0 libglib2.0-0
    need_library libdbus-1.so.3 libdbus-1-3
    need_library libfontconfig.so.1 libfontconfig1
    need_program fc-match fontconfig
    if ! fc-list 2>/dev/null | grep -q .; then
        missing="$missing fonts-dejavu-core"
    fi
}

check_test_tools() {
    need_program Xvfb xvfb
    need_program xauth xauth
    need_program xdotool xdotool
    # The tests draw a Chinese name, for which DejaVu has no letters.
    if ! fc-list :lang=zh-cn 2>/dev/null | grep -q .; then
        missing="$missing fonts-noto-cjk"
    fi
}

install_missing() {
    if ! command -v apt-get >/dev/null; then
        say "These packages are missing (Debian's names), please install them:$missing"
        exit 1
    fi
    if [ "$(id -u)" -eq 0 ]; then
        as_root=""
    elif sudo -n true 2>/dev/null; then
        as_root="sudo -n"
    else
        say "System packages are missing. Please type:" \
            "sudo apt-get install$missing"
        exit 1
    fi
    say "Installing system packages:$missing"
    export DEBIAN_FRONTEND=noninteractive
    # Unquoted on purpose: both hold several words, or none.
    $as_root apt-get -qq update
    $as_root apt-get -qq install --no-install-recommends -y $missing >/dev/null
}

check_python
check_libraries
if [ "$purpose" = test ]; then
    check_test_tools
fi
if [ -n "$missing" ]; then
    install_missing
fi
