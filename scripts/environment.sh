# Sourced by scripts/demo and scripts/check: a virtual environment in .venv with Svodka in it.
python=${PYTHON:-python3}
venv=${SVODKA_VENV:-.venv}

# prepare SPEC: install Svodka with its extras, again only when pyproject.toml changed.
prepare() {
    if ! "$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))'; then
        echo "Svodka needs Python 3.11 or later; $python is $("$python" --version)." >&2
        exit 1
    fi
    if [ ! -x "$venv/bin/python" ]; then
        "$python" -m venv "$venv" || {
            echo "Could not make a virtual environment; on Debian: apt install python3-venv" >&2
            exit 1
        }
    fi
    stamp="$venv/.installed"
    wanted="$1 $(cksum pyproject.toml)"
    # What was installed for the checks is enough for the demo too.
    case "$(cat "$stamp" 2>/dev/null)" in
        "$wanted" | ".[all,test] $(cksum pyproject.toml)") return ;;
    esac
    echo "Installing Svodka into $venv ..." >&2
    "$venv/bin/python" -m pip install --quiet --disable-pip-version-check --editable "$1"
    printf '%s' "$wanted" >"$stamp"
}

# The browser test needs Chromium. Where we are root it may be installed; elsewhere the test
# says that it is skipped, and with CI=true it fails instead.
chromium_for_the_browser_test() {
    if [ -x /usr/bin/chromium ]; then return; fi
    if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
        echo "Installing Chromium for the browser test ..." >&2
        (apt-get update -qq && apt-get install -y -qq --no-install-recommends chromium) \
            >/dev/null 2>&1 || echo "Chromium could not be installed." >&2
    else
        echo "There is no /usr/bin/chromium: the browser test will be skipped." >&2
    fi
}
