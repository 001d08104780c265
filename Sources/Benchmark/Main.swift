import ArgumentParser
import CKernels
import Engine
import Models
import Numbers
import Options
import System

/// A contender of a benchmark: one process, steered by a line of standard input for each burst.
///
/// It prints a line of JSON when its first step is done; then, for each line `SECONDS`, it runs steps
/// for that long and prints `[[wall, processor], …]`, the seconds of each; at the end of input,
/// `{"rss_mb": …}`. The contenders in Python speak the same protocol.
@main struct Main: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "dephn-benchmark", abstract: "Runs timed steps, burst by burst.")

  enum Work: String, CaseIterable, ExpressibleByArgument {
    case mmoe, dephn, dnn, peak
    case sharedBottom = "shared-bottom"
  }
  enum Tables: String, CaseIterable, ExpressibleByArgument { case dense, lazy }

  @Option(help: "What a step is of.") var model = Work.mmoe
  @Option(help: "Rows of a batch.") var batch = 1024
  @Option(help: "Values of a field.") var values = 1000
  @Option(help: "A file of rows that layouts.py wrote; random ones otherwise.") var data: String?
  @Option(help: "Dimension of the embeddings.") var dimension = 16
  @Option(help: "How Adam moves the embedding tables.") var tables = Tables.dense
  @Option(help: "Threads.") var threads = 1
  @Option(help: "Rows of a chunk at most.") var chunk: Int?
  @Option(help: "Rows of a part at most.") var part: Int?
  @Flag(help: "Predict instead of training.") var predicts = false

  func run() throws {
    let start = ThisProcess.steadySeconds
    Threads.count = threads
    let contender = try contender()
    let made = ThisProcess.steadySeconds
    try contender.step()
    let first = ThisProcess.steadySeconds
    // The process started a little before this function.
    let age = ThisProcess.age - (first - start)
    write(
      "{\"ready\": 1, \"to_first_step_s\": \(first - start + max(0, age)), \"first_step_s\": "
        + "\(first - made), \"operations\": \(contender.operations ?? 0), \"rows\": "
        + "\(contender.rows), \"loss0\": \(contender.loss.isNaN ? 0 : contender.loss), "
        + "\"clone\": \"\(String(cString: dephn_clone()))\"}")
    for _ in 1..<4 { try contender.step() }
    while let line = readLine(), let seconds = Double(line) {
      write(try burst(contender, seconds: seconds))
    }
    write("{\"rss_mb\": \(MachineMemory.largestResident >> 20)}")
  }

  private func contender() throws -> any Contender {
    let dimension = ["--embedding-dim", String(dimension)]
    let kind: any ModelKind
    switch model {
    case .peak: return Peak()
    case .mmoe: kind = try OptionParser.parse(MMoE.self, dimension)
    case .dephn: kind = try OptionParser.parse(DEPHN.self, dimension)
    case .dnn: kind = try OptionParser.parse(DNN.self, dimension)
    case .sharedBottom: kind = try OptionParser.parse(SharedBottom.self, dimension)
    }
    let rows = try rows()
    if predicts {
      return try PredictionContender(kind: kind, data: rows, rows: batch, chunk: chunk, part: part)
    }
    return try TrainingContender(
      kind: kind, data: rows, rows: batch, tables: tables == .lazy ? .lazy : .dense, chunk: chunk,
      part: part)
  }

  private func rows() throws -> BenchmarkRows {
    guard let data else { return BenchmarkRows(batches: 32, of: batch, values: values) }
    guard let rows = BenchmarkRows(path: data) else {
      throw ValidationError("There are no rows in '\(data)'.")
    }
    return rows
  }

  /// The times of the steps that fit into so many seconds; two at least.
  private func burst(_ contender: any Contender, seconds: Double) throws -> String {
    let end = ThisProcess.steadySeconds + seconds
    var times: [String] = []
    while ThisProcess.steadySeconds < end || times.count < 2 {
      let (wall, processor) = (ThisProcess.steadySeconds, ThisProcess.processorSeconds)
      try contender.step()
      times.append(
        "[\(ThisProcess.steadySeconds - wall), \(ThisProcess.processorSeconds - processor)]")
    }
    return "[" + times.joined(separator: ", ") + "]"
  }

  private func write(_ line: String) {
    print(line)
    StandardStreams.flush()
  }
}
