import DataSets
import FoundationEssentials
import Testing

/// Not a test but a measure, for `scripts/bench-reading.sh`: reads the file that `BENCH_FILE` names.
@Suite struct ReadingBenchmark {
  private static let file = ProcessInfo.processInfo.environment["BENCH_FILE"]

  /// Prints the seconds of each of three readings into columns: counts as numbers, words as codes.
  @Test(.enabled(if: file != nil)) func criteo() throws {
    let path = Self.file ?? ""
    let counts = (1...13).map { "I\($0)" }
    let names = ["label"] + counts + (1...26).map { "C\($0)" }
    for _ in 0..<3 {
      let start = ContinuousClock.now
      let table = TextTable(
        names: names,
        readings: Dictionary(uniqueKeysWithValues: counts.map { ($0, .numbers) }))
      let format = TextFormat(
        separator: UInt8(ascii: "\t"), isQuoted: false, hasHeader: false, missing: [])
      try table.append(file: path, format: format, context: LoadContext())
      let time = (ContinuousClock.now - start).components
      let seconds = Double(time.seconds) + Double(time.attoseconds) * 1e-18
      print("read \(table.rowCount) rows in \(seconds) s")
    }
  }
}
