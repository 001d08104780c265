import FoundationEssentials
import JSONText
import SQLite
import Testing

@testable import Jupyter

/// The history of cells across kernels.
@Suite(.serialized) struct HistoryTests {
  private let folder = FileManager.default.temporaryDirectory.path + "/dephn-\(UUID().uuidString)"
  private var file: String { folder + "/deep/history.sqlite" }

  /// Rows of a reply: "session/number: code".
  private func rows(_ client: TestClient, _ request: JSON) throws -> [String] {
    try client.send("history_request", request)
    return try #require(client.reply().content["history"]?.array).map {
      let row = try #require($0.array)
      return "\(row[0].integer ?? -1)/\(row[1].integer ?? -1): \(row[2].string ?? "")"
    }
  }

  @Test func cellsOutliveTheirKernel() throws {
    defer { try? FileManager.default.removeItem(atPath: folder) }
    for round in 1...2 {
      let kernel = try TestKernel(historyFile: file)
      let client = try TestClient(kernel)
      for code in ["echo \(round)", "echo ä\u{0}😀"] { _ = try client.run(code) }
      try client.end(kernel)
    }
    let kernel = try TestKernel(historyFile: file)
    let client = try TestClient(kernel)
    _ = try client.run("echo 1")
    #expect(
      try rows(client, ["hist_access_type": "tail", "n": 3]) == [
        "2/1: echo 2", "2/2: echo ä\u{0}😀", "3/1: echo 1",
      ])
    #expect(try rows(client, ["hist_access_type": "range", "session": 0]) == ["3/1: echo 1"])
    #expect(
      try rows(client, ["hist_access_type": "range", "session": -2, "start": 1, "stop": 2])
        == ["1/1: echo 1"])
    #expect(
      try rows(client, ["hist_access_type": "range", "session": 2, "start": 2])
        == ["2/2: echo ä\u{0}😀"])
    #expect(try rows(client, ["hist_access_type": "range", "session": .integer(.min)]) == [])
    #expect(
      try rows(client, ["hist_access_type": "search", "pattern": "echo [12]"])
        == ["1/1: echo 1", "2/1: echo 2", "3/1: echo 1"])
    #expect(
      try rows(
        client, ["hist_access_type": "search", "pattern": "echo [12]", "unique": true, "n": 1])
        == ["3/1: echo 1"])
    #expect(
      try rows(client, ["hist_access_type": "search", "pattern": "echo [12]", "unique": true])
        == ["2/1: echo 2", "3/1: echo 1"])
    try client.end(kernel)
  }

  @Test func kernelsWriteAtOnce() throws {
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let kernels = try (1...4).map { _ in try TestKernel(historyFile: file) }
    let clients = try kernels.map { try TestClient($0) }
    for round in 1...25 {
      let requests = try clients.map { try $0.execute("echo \(round)") }
      for (client, request) in zip(clients, requests) {
        #expect(try client.reply().content["status"] == "ok")
        let outputs = try client.outputs(of: request)
        #expect(outputs.map(\.type) == ["status", "execute_input", "stream", "status"])
      }
    }
    for client in clients {
      // After its own kernel's cells; other kernels have answered, but may not have written yet.
      #expect(try rows(client, ["hist_access_type": "range", "session": 0]).count == 25)
    }
    for client in clients {
      #expect(try rows(client, ["hist_access_type": "tail", "n": 1000]).count == 100)
    }
    for (kernel, client) in zip(kernels, clients) { try client.end(kernel) }
  }

  @Test(arguments: ["no database", "a folder", "no folder"])
  func aBrokenFileIsReportedOnce(fault: String) throws {
    let files = FileManager.default
    defer { try? files.removeItem(atPath: folder) }
    try files.createDirectory(atPath: folder, withIntermediateDirectories: true)
    let text = Data(String(repeating: "This is no database.", count: 100).utf8)
    switch fault {
    case "no database":
      try files.createDirectory(atPath: folder + "/deep", withIntermediateDirectories: true)
      try text.write(to: URL(filePath: file))
    case "a folder": try files.createDirectory(atPath: file, withIntermediateDirectories: true)
    default: try text.write(to: URL(filePath: folder + "/deep"))
    }
    let kernel = try TestKernel(historyFile: file, notices: ["Mind the step."])
    let client = try TestClient(kernel)
    #expect(try client.run("echo", ["silent": true]).outputs.count == 2)
    let outputs = try client.run("echo a").outputs
    let warnings = outputs.filter { $0.content["name"] == "stderr" }
      .compactMap { $0.content["text"]?.string }.joined()
    #expect(warnings.hasPrefix("Mind the step.\nThe history of cells is kept in memory only"))
    #expect(warnings.contains(file) && warnings.contains("DEPHN_HISTORY"))
    #expect(try client.run("echo b").outputs.filter { $0.content["name"] == "stderr" } == [])
    #expect(
      try rows(client, ["hist_access_type": "tail", "n": 9]) == ["1/1: echo a", "1/2: echo b"])
    try client.end(kernel)
    if fault == "no database" {
      #expect(try Data(contentsOf: URL(filePath: file)) == text)
    }
  }

  @Test func laterFormatIsLeftAlone() throws {
    defer { try? FileManager.default.removeItem(atPath: folder) }
    try FileManager.default.createDirectory(
      atPath: folder + "/deep", withIntermediateDirectories: true)
    _ = try HistoryDatabase(path: file, schemaVersion: 2)
    #expect(throws: SQLError.self) { try HistoryDatabase(path: file) }
  }
}
