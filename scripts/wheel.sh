#!/usr/bin/env bash
# Builds the wheel: the program with everything inside, its kernelspec and the Python package, in one file in output/wheel.
source "$(dirname "$0")/common.sh"
scripts/system.sh
scripts/static-libraries.sh
scripts/build.sh
scripts/python.sh requirements-wheel.txt

stage=output/wheel/stage
program=.build/release/dephn
stamp=output/wheel/stamp
[ -e "$stamp" ] && [ "$stamp" -nt "$program" ] && [ -z "$(find python kernelspec editors LICENSE scripts/wheel.sh scripts/repack.py -newer "$stamp")" ] && exit 0
say "building the wheel"
rm -rf output/wheel
mkdir -p "$stage/spec" "$stage/licenses"
cp -r python/. LICENSE "$stage/"
cp kernelspec/logo-* "$stage/spec/"
.venv/bin/python scripts/editors.py lab "$stage/labextension"
sed 's|"/path/of/dephn"|"{resource_dir}/dephn"|' kernelspec/kernel.json >"$stage/spec/kernel.json"
strip --strip-all -o "$stage/spec/dephn" "$program"
for file in "$STATIC_LIBRARIES"/*.copyright; do cp "$file" "$stage/licenses/$(basename "$file" .copyright).txt"; done
toolchain=$(dirname "$(dirname "$(readlink -f "$(command -v swift)")")")
cp "$toolchain/share/swift/LICENSE.txt" "$stage/licenses/swift.txt"
cp .build/checkouts/swift-argument-parser/LICENSE.txt "$stage/licenses/swift-argument-parser.txt"
(cd "$stage" && "$OLDPWD/.venv/bin/python" -m hatchling build --target wheel --directory "$OLDPWD/output/wheel") \
  >output/wheel/log.txt 2>&1 || fail "The wheel could not be built: $(tail -n 3 output/wheel/log.txt)"
.venv/bin/python scripts/repack.py output/wheel/*.whl
touch "$stamp"
echo "Wheel: $(ls "$PWD"/output/wheel/*.whl)"
