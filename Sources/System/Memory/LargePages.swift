import Glibc

/// Memory in pages of two megabytes, for data that is read in random order or along many rows of a
/// matrix at a time: most lookups of page tables are saved.
package enum LargePages {
  private static let page = 2 << 20

  /// Allocates that many bytes, aligned for vectors; the caller frees them with `deallocate`.
  package static func allocate(_ bytes: Int) -> UnsafeMutableRawPointer {
    let isLarge = bytes >= page
    let memory = UnsafeMutableRawPointer.allocate(
      byteCount: bytes, alignment: isLarge ? page : 64)
    // The system may decline, which only costs speed.
    if isLarge { madvise(memory, bytes, Int32(MADV_HUGEPAGE)) }
    return memory
  }
}
