import ArgumentParser
import CZlib
import DataSets
import FoundationEssentials
import Options
import Synchronization
import Testing

/// A folder of files for one test; it goes when the test ends.
final class TestFolder: Sendable {
  let path: String

  /// A new folder that holds `files`, by name.
  init(_ files: [String: String] = [:]) throws {
    let url = FileManager.default.temporaryDirectory.appending(path: "dephn-\(UUID().uuidString)")
    path = url.path
    try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
    for (name, text) in files { try write(Array(text.utf8), name) }
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }

  /// Writes a file, and the folders above it, and returns its path.
  @discardableResult
  func write(_ bytes: [UInt8], _ name: String) throws -> String {
    let url = URL(filePath: path).appending(path: name)
    try FileManager.default.createDirectory(
      at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
    try FoundationEssentials.Data(bytes).write(to: url)
    return url.path
  }

  /// A context that looks for files nowhere but here.
  var context: LoadContext {
    LoadContext(folders: DataFolders(currentFolder: path, environment: ["HOME": path + "/home"]))
  }

  /// The same, with every source read into a columnar file in `cache`.
  var filingContext: LoadContext {
    var context = context
    context.cache?.path = path + "/cache"
    context.cache?.largestInMemory = 0
    return context
  }

  /// The names of the files in a folder of this one.
  func names(in folder: String) -> [String] {
    ((try? FileManager.default.contentsOfDirectory(atPath: path + "/" + folder)) ?? []).sorted()
  }

  /// Reads a CSV file of this folder: the words after `load csv`.
  func csv(_ words: String...) throws -> DataSet {
    try CSV.parse(words).load(from: context)
  }
}

/// Files in gzip's format.
enum Packing {
  static func write(_ bytes: [UInt8], to path: String) {
    let file = gzopen(path, "wb")
    gzwrite(file, bytes, UInt32(bytes.count))
    gzclose(file)
  }
}

/// UCI Adult as `make data` puts it beside the sources.
enum AdultFiles {
  static let folder = URL(filePath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent().appending(path: "data/adult").path

  /// The data set that `load adult` gives, loaded once for all tests.
  static let whole = Result { try load() }

  /// The data set that `load adult WORDS` gives.
  static func load(_ words: String...) throws -> DataSet {
    guard FileManager.default.fileExists(atPath: folder + "/adult.data") else {
      Issue.record("The tests need UCI Adult: run `make data` first.")
      throw DataError(.file(.missing), file: folder + "/adult.data")
    }
    return try Adult.parse(words + [folder]).load(from: LoadContext())
  }
}

/// The error that `body` ends with, if it is a `DataError`.
func dataError(_ body: () throws -> some Any) -> DataError? {
  do {
    _ = try body()
    return nil
  } catch {
    return error as? DataError
  }
}

extension DataError {
  /// Why a row ended the reading, and how many others are bad.
  var row: (reason: BadRow.Reason, others: Int)? {
    if case .row(let reason, let others) = fault { (reason, others) } else { nil }
  }
}

extension [DataNote] {
  /// The rows that could not be read, an entry a file.
  var badRows: [BadRows] {
    compactMap { note in if case .badRows(let rows) = note { rows } else { nil } }
  }

  /// The only row of `file` that could not be read, nil if there is none or more than one.
  func badRow(of file: String) -> BadRow? {
    let rows = badRows.filter { $0.file.hasSuffix("/" + file) }
    return rows.count == 1 && rows[0].count == 1 ? rows[0].first.first : nil
  }
}

extension DataSet {
  func ids(_ feature: String) -> [Int32] {
    guard let index = schema.features.firstIndex(where: { $0.name == feature }),
      case .categories(let ids) = columns[index]
    else { return [] }
    return Array(ids)
  }

  func numbers(_ feature: String) -> (raw: [Float], transformed: [Float]) {
    guard let index = schema.features.firstIndex(where: { $0.name == feature }),
      case .numbers(let raw, let transformed) = columns[index]
    else { return ([], []) }
    return (Array(raw), Array(transformed))
  }

  func vocabulary(_ feature: String) -> [String]? {
    schema.features.first { $0.name == feature }.flatMap { feature in
      if case .categorical(let vocabulary) = feature.kind { vocabulary } else { nil }
    }
  }
}

/// Pearson's correlation.
func correlation(_ one: some Collection<Float>, _ other: some Collection<Float>) -> Double {
  let count = Double(one.count)
  let (a, b) = (one.map(Double.init), other.map(Double.init))
  let (meanA, meanB) = (a.reduce(0, +) / count, b.reduce(0, +) / count)
  let product = zip(a, b).reduce(0) { $0 + ($1.0 - meanA) * ($1.1 - meanB) }
  let squares = [(a, meanA), (b, meanB)].map { values, mean in
    values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
  }
  return product / (squares[0] * squares[1]).squareRoot()
}

/// What a source finds against options; nil if nothing.
func fault<Source: DataSource>(_ type: Source.Type, _ words: [String]) -> (any Error)? {
  do throws(OptionFailure) { _ = try OptionParser.parse(type, words) } catch {
    if case .invalid(let fault) = error { return fault }
  }
  return nil
}
