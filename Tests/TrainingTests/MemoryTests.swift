import Engine
import FoundationEssentials
import Models
import System
import Testing

@testable import Training

/// Training that does not fit into memory is rejected before it begins.
@Test func whatDoesNotFitIsRejected() throws {
  let trainer = Trainer(try SmallTask.model(), SmallTask.data())
  let options = SmallTask.options()
  let need = try MemoryNeed(SmallTask.model(), SmallTask.data(), options, exactly: true)
  // Gradients, two moments, two copies of the weights, and one of the largest tensor.
  let parameters = trainer.model.parameters
  let largest = parameters.all.map(\.count).max() ?? 0
  #expect(need.rows == 8 * 400 + 64 * 100)
  let copies = 4 * (4 * parameters.count + dense(trainer.model) + largest)
  #expect(need.weights == copies + trainer.model.graph.tableBytes)
  try trainer.checkMemory(options, available: need.total)
  try trainer.checkMemory(options, available: nil)
  #expect(throws: TrainingError.memoryTooSmall(need, available: need.total - 1)) {
    try trainer.checkMemory(options, available: need.total - 1)
  }
  // Memory that is already taken is not counted again.
  _ = try trainer.train(options)
  let again = MemoryNeed(trainer.model, SmallTask.data(), options, exactly: true)
  #expect(again.weights == need.weights - 8 * parameters.count)
}

/// Weights of tensors other than tables: gradients of small tables are summed in a thread's memory.
private func dense(_ model: Model) -> Int {
  model.parameters.all.reduce(0) {
    $0 + ($1.name.contains("embedding") && $1.rowCount > 1 ? 0 : $1.count)
  }
}

/// A control group's limit minus its use, without reclaimable file pages.
@Test func memoryLeftInAControlGroup() throws {
  let folder = FileManager.default.temporaryDirectory.appending(path: "group-\(UUID().uuidString)")
  try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
  defer { try? FileManager.default.removeItem(at: folder) }
  func write(_ text: String, _ name: String) throws {
    try text.write(to: folder.appending(path: name), atomically: false, encoding: .utf8)
  }
  func left() -> Int? {
    MachineMemory.left(
      folder.path, limit: "memory.max", use: "memory.current", cache: "inactive_file")
  }
  #expect(left() == nil)
  try write("max\n", "memory.max")
  try write("700\n", "memory.current")
  #expect(left() == nil)
  try write("1000\n", "memory.max")
  #expect(left() == 300)
  try write("anon 600\ninactive_file 50\n", "memory.stat")
  #expect(left() == 350)
  try write("2000\n", "memory.current")
  #expect(left() == 0)
  #expect(MachineMemory.resident > 1 << 20 && (MachineMemory.available ?? 0) > 1 << 20)
}
