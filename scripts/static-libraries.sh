#!/usr/bin/env bash
# Puts the static libraries that the program is linked with into .build-static/lib: libzmq from Debian's source package,
# since the libzmq.a of its binary package wants Kerberos, PGM and NORM; libsodium, SQLite and zlib as the system has them.
# No shared library lies beside them, so that the linker takes these.
source "$(dirname "$0")/common.sh"

folder="$PWD/.build-static"
[ -e "$folder/lib/complete" ] && exit 0
rm -rf "$folder"
mkdir -p "$folder/apt/lists/partial" "$folder/source" "$folder/part"

# Copies the archive of a Debian package, and its license as that of a library.
take() {
  local library="$1" package="$2" archive
  archive=$(dpkg -L "$package" 2>/dev/null | grep '\.a$') || fail "$package has no static library here."
  cp "$archive" "$folder/part/"
  cp "/usr/share/doc/$package/copyright" "$folder/part/$library.copyright"
}

command -v apt-get >/dev/null || fail "Static libraries are taken from Debian's packages, and there is no apt-get."
take libsodium libsodium-dev
take sqlite libsqlite3-dev
take zlib zlib1g-dev

say "fetching the source of libzmq"
# shellcheck disable=SC2016 # apt fills these in
apt-get indextargets --format 'deb-src $(REPO_URI) $(RELEASE) $(COMPONENT)' 'Created-By: Packages' |
  grep -E 'debian|ubuntu' | sort -u >"$folder/apt/sources.list"
apt=(apt-get -qq -o "Dir::Etc::SourceList=$folder/apt/sources.list" -o Dir::Etc::SourceParts=/dev/null
  -o "Dir::State::Lists=$folder/apt/lists" -o APT::Sandbox::User=)
log="$folder/log.txt"
(cd "$folder/source" && "${apt[@]}" update && "${apt[@]}" source zeromq3) >"$log" 2>&1 ||
  fail "The source package zeromq3 could not be fetched: is the network there? Details: $log"
rm -rf "$folder/apt"

say "building libzmq"
scripts/python.sh requirements-wheel.txt
bin="$PWD/.venv/bin"
compilers=$(dirname "$(readlink -f "$(command -v swift)")") # clang comes with Swift
{
  "$bin/cmake" -G Ninja -S "$folder"/source/zeromq3-*/ -B "$folder/build" -DCMAKE_MAKE_PROGRAM="$bin/ninja" \
    -DCMAKE_C_COMPILER="$compilers/clang" -DCMAKE_CXX_COMPILER="$compilers/clang++" \
    -DCMAKE_POLICY_VERSION_MINIMUM=3.5 -DCMAKE_BUILD_TYPE=Release -DCMAKE_POSITION_INDEPENDENT_CODE=ON \
    -DCMAKE_CXX_FLAGS='-ffunction-sections -fdata-sections' \
    -DBUILD_SHARED=OFF -DBUILD_STATIC=ON -DBUILD_TESTS=OFF -DWITH_PERF_TOOL=OFF -DWITH_DOCS=OFF -DENABLE_CPACK=OFF \
    -DENABLE_CURVE=ON -DWITH_LIBSODIUM=ON -DWITH_LIBSODIUM_STATIC=ON \
    -DENABLE_DRAFTS=OFF -DENABLE_WS=OFF -DWITH_LIBBSD=OFF -DWITH_OPENPGM=OFF -DWITH_NORM=OFF &&
    "$bin/ninja" -C "$folder/build"
} >>"$log" 2>&1 || fail "libzmq could not be built. Details: $log"
cp "$folder/build/lib/libzmq.a" "$folder/part/"
cat "$folder"/source/zeromq3-*/debian/copyright "$folder"/source/zeromq3-*/COPYING.LESSER >"$folder/part/libzmq.copyright"
rm -rf "$folder/source" "$folder/build"
touch "$folder/part/complete"
mv "$folder/part" "$folder/lib"
rm -f .build/release/dephn # to be linked anew
