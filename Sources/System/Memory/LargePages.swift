import Glibc

/// Memory in pages of two megabytes where there is enough of it, for what is read in no order or in
/// as many places at once as a matrix has rows: it spares the processor most walks to a page.
package enum LargePages {
  private static let page = 2 << 20

  /// Memory of that many bytes, aligned for vectors, to be given back with `deallocate`.
  package static func allocate(_ bytes: Int) -> UnsafeMutableRawPointer {
    let isLarge = bytes >= page
    let memory = UnsafeMutableRawPointer.allocate(
      byteCount: bytes, alignment: isLarge ? page : 64)
    // The system may decline; the memory is good all the same.
    if isLarge { madvise(memory, bytes, Int32(MADV_HUGEPAGE)) }
    return memory
  }
}
