#!/usr/bin/env bash
# Collects the static libraries of the program in .build-static/lib: libzmq is built from Debian's source package, because
# the libzmq.a of its binary package needs Kerberos, PGM and NORM; libsodium, SQLite and zlib come from the system.
# The folder has no shared libraries, so that the linker uses these.
source "$(dirname "$0")/common.sh"

folder="$PWD/.build-static"
[ -e "$folder/lib/complete" ] && exit 0
rm -rf "$folder"
mkdir -p "$folder/apt/lists/partial" "$folder/source" "$folder/part"

# Copies the archive of a Debian package and the license of its library.
take() {
  local library="$1" package="$2" archive
  archive=$(dpkg -L "$package" 2>/dev/null | grep '\.a$') || fail "$package contains no static library."
  cp "$archive" "$folder/part/"
  cp "/usr/share/doc/$package/copyright" "$folder/part/$library.copyright"
}

command -v apt-get >/dev/null || fail "Static libraries come from Debian packages, but there is no apt-get."
take libsodium libsodium-dev
take sqlite libsqlite3-dev
take zlib zlib1g-dev

say "downloading the source of libzmq"
# shellcheck disable=SC2016 # apt fills these in
apt-get indextargets --format 'deb-src $(REPO_URI) $(RELEASE) $(COMPONENT)' 'Created-By: Packages' |
  grep -E 'debian|ubuntu' | sort -u >"$folder/apt/sources.list"
apt=(apt-get -qq -o "Dir::Etc::SourceList=$folder/apt/sources.list" -o Dir::Etc::SourceParts=/dev/null
  -o "Dir::State::Lists=$folder/apt/lists" -o APT::Sandbox::User=)
log="$folder/log.txt"
(cd "$folder/source" && "${apt[@]}" update && "${apt[@]}" source zeromq3) >"$log" 2>&1 ||
  fail "The source package zeromq3 could not be downloaded: check the network. Details: $log"
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
