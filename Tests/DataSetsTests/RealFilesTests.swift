import ArgumentParser
import DataSets
import FoundationEssentials
import Testing

/// The folder of the owners' files; nil if there is none.
private let realFiles: String? = {
  let named = ProcessInfo.processInfo.environment["DEPHN_DATA"] ?? "/data"
  return FileManager.default.fileExists(atPath: named + "/hillstrom.csv.gz") ? named : nil
}()

/// Label correlations of the owners' files, where `DEPHN_DATA` names a folder that holds them.
///
/// The numbers are those of numpy.corrcoef over all rows of the files.
@Suite(.enabled(if: realFiles != nil)) struct RealFilesTests {
  private var context: LoadContext {
    LoadContext(folders: DataFolders(environment: ["DEPHN_DATA": realFiles ?? ""]))
  }

  private func check(_ data: DataSet, _ expected: [[Double]]) {
    for (one, row) in expected.enumerated() {
      for (other, value) in row.enumerated() {
        let found = correlation(data.labels[one], data.labels[other])
        #expect(abs(found - value) < 0.00005001, "\(data.schema.tasks[one]) \(other): \(found)")
      }
    }
  }

  @Test func censusIncome() throws {
    let data = try CensusIncome.parse(["--tasks", "income", "never-married", "college"])
      .load(from: context)
    check(data, [[1, -0.1787, 0.3114], [-0.1787, 1, -0.2376], [0.3114, -0.2376, 1]])
    #expect(data.rowCount == 99_762)
  }

  @Test func hillstrom() throws {
    check(try Hillstrom.parse([String]()).load(from: context), [[1, 0.2302], [0.2302, 1]])
  }

  @Test func kuaiRand() throws {
    let tasks = ["click", "like", "follow", "comment", "forward", "hate", "long_view", "profile"]
    let data = try KuaiRand.parse(["--tasks"] + tasks).load(from: context)
    check(
      data,
      [
        [1, 0.1007, 0.0306, 0.0540, 0.0280, -0.0003, 0.7499, 0.1357],
        [0.1007, 1, 0.1210, 0.0490, 0.0343, -0.0003, 0.0928, 0.0504],
        [0.0306, 0.1210, 1, 0.0053, 0.0113, -0.0011, 0.0284, 0.0742],
        [0.0540, 0.0490, 0.0053, 1, 0.0134, -0.0015, 0.0615, 0.0279],
        [0.0280, 0.0343, 0.0113, 0.0134, 1, 0.0096, 0.0257, 0.0082],
        [-0.0003, -0.0003, -0.0011, -0.0015, 0.0096, 1, -0.0043, -0.0017],
        [0.7499, 0.0928, 0.0284, 0.0615, 0.0257, -0.0043, 1, 0.1269],
        [0.1357, 0.0504, 0.0742, 0.0279, 0.0082, -0.0017, 0.1269, 1],
      ])
    #expect(data.rowCount == 228_329 && data.schema.features.count == 39)
  }

  /// Counted with awk: missing shares of the columns in the first ten thousand rows.
  @Test func criteo() throws {
    let data = try Criteo.parse([String]()).load(from: context)
    let missing = Dictionary(
      uniqueKeysWithValues: zip(data.schema.features.map(\.name), data.statistics.map(\.missing)))
    for (name, share) in [
      ("I1", 0.448), ("I3", 0.204), ("I4", 0.198), ("I6", 0.251), ("I10", 0.448), ("I12", 0.773),
      ("I13", 0.198), ("C22", 0.818), ("C6", 0.133),
    ] {
      #expect(abs(Double(missing[name] ?? 0) / 10_000 - share) < 0.00051, "\(name)")
    }
    #expect(data.split.train == Array(0..<8_000) && data.split.test.first == 9_000)
  }
}
