"""Packs a wheel anew with Zopfli, whose archives are some percent smaller than those of zlib. Argument: the wheel."""

import os
import sys
import zipfile

import zopfli


def main():
    wheel = sys.argv[1]
    packed = f"{wheel}.part"
    with zipfile.ZipFile(wheel) as source, zopfli.ZipFile(packed, "w", zipfile.ZIP_DEFLATED, iterations=1) as target:
        for entry in source.infolist():
            target.writestr(entry, source.read(entry))
    os.replace(packed, wheel)


main()
