import CLinux
import Glibc
import Synchronization

/// Tells whether work reads a mapped file that another program has cut short, or that the disk has lost.
///
/// Such a read gives zeros (`CLinux`); the work has to end without a result. For the whole process: work
/// that runs at the same time hears of it as well.
package final class MappedFileWatch: Sendable {
  private let known = Atomic(WatchedMappings.damages)

  /// A watch that begins now.
  package init() {}

  /// Begins anew: only a file that is read from now on counts.
  ///
  /// Nothing may read mapped files meanwhile.
  package func begin() {
    // Zeros that cannot be taken away count for all that follows, until they can.
    let isForgotten = WatchedMappings.forgetDamaged()
    known.store(WatchedMappings.damages - (isForgotten ? 0 : 1), ordering: .relaxed)
  }

  /// The path of the last file that was read and found cut short; nil if there was none.
  package var damagedFile: String? { hasDamage ? WatchedMappings.lastDamaged : nil }

  /// An interrupt that is requested by such a file, too.
  package func interrupt(or interrupt: Interrupt) -> Interrupt {
    Interrupt { [self] in interrupt.isRequested || hasDamage }
  }

  private var hasDamage: Bool {
    WatchedMappings.damages != known.load(ordering: .relaxed)
  }
}

/// The mappings whose missing pages are made good, by the slots that C knows them by.
enum WatchedMappings {
  private struct Watched {
    var start: UnsafeRawPointer?
    let path: String
  }

  /// A slot keeps its path when the mapping has gone.
  private static let slots = Lock<[Int32: Watched]>([:])

  /// How often one was found damaged so far.
  static var damages: Int { Int(linux_mapping_damages()) }

  /// The path of the one that was found damaged last.
  static var lastDamaged: String? {
    let slot = linux_last_damaged_mapping()
    return slots.withLock { $0[slot]?.path }
  }

  /// Watches a mapping of the file at `path`.
  ///
  /// - Throws: `SystemError` if too many are watched.
  static func add(_ bytes: UnsafeRawBufferPointer, of path: String) throws(SystemError) {
    let slot = slots.withLock { slots in
      let slot = linux_watch_mapping(bytes.baseAddress, bytes.count)
      if slot >= 0 { slots[slot] = Watched(start: bytes.baseAddress, path: path) }
      return slot
    }
    if slot < 0 { throw SystemError(code: ENOMEM) }
  }

  /// Ends that; `unmap` removes the mapping before its address can be another's.
  static func remove(_ bytes: UnsafeRawBufferPointer, unmap: () -> Void) {
    slots.withLock { slots in
      if let slot = slots.first(where: { $0.value.start == bytes.baseAddress })?.key {
        linux_unwatch_mapping(slot)
        slots[slot]?.start = nil
      }
      unmap()
    }
  }

  /// Lets the next read of those that were damaged find that again; false if that is not possible.
  static func forgetDamaged() -> Bool {
    slots.withLock { _ in linux_forget_damaged_mappings() != 0 }
  }
}
