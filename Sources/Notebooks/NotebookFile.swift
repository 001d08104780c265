import JSONText
import System

/// A notebook of this program as a file holds it: its code cells with their recorded outputs.
package struct NotebookFile: Sendable {
  /// A code cell that is not blank.
  package struct Cell: Sendable {
    /// The number that the front-end gave it when it ran; nil if it did not.
    package let count: Int?
    package let source: String
    let outputs: CellOutputs
  }

  package let cells: [Cell]
  /// The version of the program that ran it last; nil if it does not say.
  package let version: String?

  /// Reads a file, which has outputs to compare with unless it is read `withOutputs: false`.
  ///
  /// - Throws: `NotebookFault`.
  package init(path: String, withOutputs: Bool = true) throws(NotebookFault) {
    let bytes: [UInt8]
    do { bytes = try PlainFile.bytes(of: path) } catch FileError.missing {
      throw .missing
    } catch { throw .unreadable }
    try self.init(bytes, withOutputs: withOutputs)
  }

  /// Reads the bytes of a file.
  ///
  /// - Throws: `NotebookFault`.
  package init(_ bytes: [UInt8], withOutputs: Bool = true) throws(NotebookFault) {
    let content: JSON
    do throws(JSONError) { content = try JSON(bytes) } catch { throw NotebookFault(error, bytes) }
    guard let all = content["cells"]?.array else { throw .noNotebook("it has no list of cells") }
    guard let format = content["nbformat"]?.integer, format >= 4 else {
      throw .noNotebook("its format is older than 4")
    }
    let language = content["metadata"]?["language_info"]
    let kernel = content["metadata"]?["kernelspec"]
    let names = [language?["name"], kernel?["language"], kernel?["name"]].compactMap { $0?.string }
    if !names.contains("dephn") { throw .otherKernel(names.last) }
    version = language?["version"]?.string
    var cells: [Cell] = []
    for (index, cell) in all.enumerated() where cell["cell_type"]?.string != "markdown" {
      guard let type = cell["cell_type"]?.string, let source = cell["source"]?.joinedText else {
        throw .noNotebook("cell \(index + 1) has no type or no source")
      }
      if type != "code" || source.allSatisfy(\.isWhitespace) { continue }
      guard let outputs = CellOutputs(cell["outputs"] ?? []) else {
        throw .noNotebook("the outputs of cell \(index + 1) cannot be read")
      }
      cells.append(
        Cell(count: cell["execution_count"]?.integer, source: source, outputs: outputs))
    }
    if cells.isEmpty { throw .noCode }
    if withOutputs, cells.allSatisfy({ $0.count == nil && $0.outputs.isEmpty }) { throw .noOutputs }
    self.cells = cells
  }

  /// The first cell that ran before one above it, and that one, by their counts; nil if none did.
  var disorder: (above: Int, below: Int)? {
    let counts = cells.compactMap(\.count)
    return zip(counts, counts.dropFirst()).first { $0 >= $1 }.map { (above: $0, below: $1) }
  }
}

/// The reason why a file cannot be verified.
package enum NotebookFault: Error, Sendable, Equatable {
  case missing
  case unreadable
  /// The line of the first conflict marker.
  case mergeConflict(line: Int)
  /// The text ends before the notebook does.
  case cutOff
  case notJSON(String)
  case noNotebook(String)
  case otherKernel(String?)
  case noCode
  case noOutputs

  fileprivate init(_ error: JSONError, _ bytes: [UInt8]) {
    let lines = bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
    let marker = lines.firstIndex { $0.starts(with: "<<<<<<< ".utf8) }
    if let marker {
      self = .mergeConflict(line: marker + 1)
    } else if error.offset >= bytes.count, bytes.contains(UInt8(ascii: "{")) {
      self = .cutOff
    } else {
      self = .notJSON(error.description)
    }
  }

  /// The fault as the end of a sentence about the file.
  package var phrase: String {
    switch self {
    case .missing: "does not exist"
    case .unreadable: "cannot be read"
    case .mergeConflict(let line): "contains a merge conflict (line \(line)); resolve it first"
    case .cutOff: "is cut off: the text ends before the notebook does"
    case .notJSON(let reason): "is not JSON: \(reason)"
    case .noNotebook(let reason): "is not a notebook: \(reason)"
    case .otherKernel(let name):
      "is a notebook of \(name.map { "the kernel '\($0)'" } ?? "an unknown kernel"), not of DEPHN"
    case .noCode: "has no code cells"
    case .noOutputs: "has no outputs to compare with; run it and save it first"
    }
  }
}

extension JSON {
  /// A text of a notebook, which may be a list of its lines.
  var joinedText: String? {
    if let text = string { return text }
    guard let lines = array else { return nil }
    let texts = lines.compactMap(\.string)
    return texts.count == lines.count ? texts.joined() : nil
  }
}
