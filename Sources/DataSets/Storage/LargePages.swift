import Glibc

/// Memory that is used in no order: in pages of two megabytes where there is enough of it.
enum LargePages {
  private static let page = 2 << 20

  /// Memory of that many bytes, to be given back with `deallocate`.
  static func allocate(_ bytes: Int) -> UnsafeMutableRawPointer {
    let isLarge = bytes >= 2 * page
    let memory = UnsafeMutableRawPointer.allocate(
      byteCount: bytes, alignment: isLarge ? page : 64)
    // The system may decline; the memory is good all the same.
    if isLarge { madvise(memory, bytes, Int32(MADV_HUGEPAGE)) }
    return memory
  }
}
