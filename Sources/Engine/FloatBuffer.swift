package import System

/// Floats in memory, zero at first, aligned for vectors, freed with the object.
///
/// Memory is taken at the first use, so that a model can be measured before it is made; that use has
/// to come before threads share the buffer.
package final class FloatBuffer {
  package let count: Int
  private var memory: UnsafeMutablePointer<Float>?

  package init(count: Int) { self.count = count }

  deinit { memory?.deallocate() }

  package var start: UnsafeMutablePointer<Float> {
    if let memory { return memory }
    let taken = allocated()
    taken.initialize(repeating: 0, count: size)
    memory = taken
    return taken
  }

  /// Floats that are taken: some, in any case.
  private var size: Int { max(count, 1) }

  /// Takes the memory, if that was not done.
  ///
  /// A system may need a second for a gigabyte that it has not lent before.
  /// - Throws: `CancellationError` after an interrupt; no memory is taken then.
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

  /// Floats that are set to 0 between two looks at an interrupt.
  private static let glance = 1 << 20

  private func allocated() -> UnsafeMutablePointer<Float> {
    LargePages.allocate(size * MemoryLayout<Float>.stride)
      .bindMemory(to: Float.self, capacity: size)
  }

  /// The values as an array of their own.
  package var array: [Float] { Array(UnsafeBufferPointer(start: start, count: count)) }

  /// Sets all values to 0.
  package func clear() { start.update(repeating: 0, count: count) }

  /// Takes over `values`, as many as the buffer holds.
  package func assign(_ values: [Float]) {
    precondition(values.count == count)
    for (index, value) in values.enumerated() { start[index] = value }
  }
}
