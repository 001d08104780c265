package import System

/// A buffer of floats, initially zero and aligned for vectors.
///
/// Memory is allocated on first use, so that the size of a model is known before it takes memory; the
/// first use must come before threads share the buffer.
package final class FloatBuffer {
  /// The number of floats.
  package let count: Int
  private var memory: UnsafeMutablePointer<Float>?

  /// A buffer of that many floats, without memory yet.
  package init(count: Int) { self.count = count }

  deinit { memory?.deallocate() }

  /// The first float; allocates the memory if needed.
  package var start: UnsafeMutablePointer<Float> {
    if let memory { return memory }
    let taken = allocated()
    taken.initialize(repeating: 0, count: size)
    memory = taken
    return taken
  }

  /// The number of floats allocated, at least 1.
  private var size: Int { max(count, 1) }

  /// Allocates the memory if needed, which may take a second per gigabyte.
  ///
  /// - Throws: `CancellationError` after an interrupt; no memory is allocated then.
  package func take(_ interrupt: Interrupt) throws(CancellationError) {
    if memory != nil { return }
    let taken = allocated()
    for first in stride(from: 0, to: size, by: Self.glance) {
      do { try interrupt.check() } catch {
        taken.deallocate()
        throw error
      }
      (taken + first).initialize(repeating: 0, count: min(Self.glance, size - first))
    }
    memory = taken
  }

  /// Floats set to 0 between two checks of the interrupt.
  private static let glance = 1 << 20

  private func allocated() -> UnsafeMutablePointer<Float> {
    LargePages.allocate(size * MemoryLayout<Float>.stride)
      .bindMemory(to: Float.self, capacity: size)
  }

  /// A copy of the values.
  package var array: [Float] { Array(UnsafeBufferPointer(start: start, count: count)) }

  /// Sets all values to 0.
  package func clear() { start.update(repeating: 0, count: count) }

  /// Copies `values`, which has `count` elements, into the buffer.
  package func assign(_ values: [Float]) {
    precondition(values.count == count)
    for (index, value) in values.enumerated() { start[index] = value }
  }
}
