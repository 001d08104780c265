import FoundationEssentials
import Jupyter
import Language
import System

/// Checks of the folders and files that a kernel reads and writes.
struct FolderFindings {
  private let settings: SessionSettings
  private let folders = Folders()

  /// Checks the given data folders of the installed kernel too.
  init(dataFolders: [String]) { settings = SessionSettings(dataFolders: dataFolders) }

  var all: [Finding] {
    data
      + [
        written("cache of large files", .cache, "DEPHN_CACHE"),
        written("long outputs", .output, "XDG_CACHE_HOME"),
        written("training runs", .runs, "DEPHN_RUNS"), history,
      ]
  }

  /// Warnings for the first cell, about problems that would be hard to explain later.
  var notices: [String] {
    let misnamed = [Folders.Kind.cache, .runs, .history].compactMap(problem)
      .map { "\($0.sentence) \($0.wayOut)" }
    return data.compactMap { finding in
      finding.problem.map { "\($0)\n\(finding.wayOut ?? "")" }
    } + misnamed
      + [
        ("large text files are read into memory each time", Folders.Kind.cache),
        ("output of a cell beyond 256 KB is dropped", .output),
      ].compactMap { consequence, kind in
        guard let folder = try? folders.path(kind),
          let problem = Directory.problemWriting(folder)
        else { return nil }
        return "The folder \(folder) \(problem.phrase): \(consequence).\n"
          + "Fix it, or set DEPHN_CACHE or XDG_CACHE_HOME to another folder."
      }
  }

  /// The wrong setting of a folder; `nil` if it is switched off or `HOME` is missing.
  private func problem(of kind: Folders.Kind) -> FolderError? {
    do throws(FolderError) {
      _ = try folders.path(kind)
      return nil
    } catch {
      if case .relative = error { return error }
      return nil
    }
  }

  /// Configured data folders, which must exist, and default ones that exist.
  private var data: [Finding] {
    let installed = settings.dataFolders
    let named = try? folders.path(.namedData)
    var seen: Set<String> = []
    let found = settings.searchedFolders.filter { seen.insert($0).inserted }
    let findings = found.compactMap { folder -> Finding? in
      let problem = Directory.problemReading(folder)
      let isNamed = folder == named || installed.contains(folder)
      if problem != nil, !isNamed { return nil }
      var finding = Finding(subject: "data · \(folder)")
      guard let problem else { return finding }
      finding.problem =
        folder == named
        ? "The data folder \(folder), set in DEPHN_DATA, \(problem.phrase)."
        : "The data folder \(folder), set when this kernel was installed, \(problem.phrase)."
      finding.wayOut = Self.otherData
      return finding
    }
    let misnamed = problem(of: .namedData).map {
      [Finding(subject: "data", problem: $0.sentence, wayOut: Self.otherData)]
    }
    return (misnamed ?? []) + findings
  }

  private static let otherData =
    "`load` searches the other data folders; `dephn install --data FOLDER` sets another one."

  private func written(_ name: String, _ kind: Folders.Kind, _ variable: String) -> Finding {
    let folder: String
    do throws(FolderError) { folder = try folders.path(kind) } catch {
      return nowhere(name, because: error)
    }
    var finding = Finding(subject: "\(name) · \(folder)")
    if let problem = Directory.problemWriting(folder) {
      finding.problem = "The folder \(problem.phrase)."
      finding.wayOut = "Fix it, or set \(variable) to another folder."
    }
    return finding
  }

  private var history: Finding {
    let file: String
    do throws(FolderError) { file = try folders.path(.history) } catch {
      return nowhere("history", instead: "in memory only", because: error)
    }
    var finding = Finding(subject: "history · \(file)")
    let folder = URL(filePath: file).deletingLastPathComponent().path
    let problem =
      Directory.problemWriting(folder).map { "its folder \($0.phrase)" }
      ?? Jupyter.problem(ofHistoryAt: file)
    if let problem {
      finding.problem = "History is kept in memory only: \(problem)."
      finding.wayOut = "Fix or remove that file, or set DEPHN_HISTORY to another file."
    }
    return finding
  }

  /// The finding for data that is not written to disk, possibly on purpose.
  private func nowhere(
    _ name: String, instead: String = "nowhere", because error: FolderError
  ) -> Finding {
    var finding = Finding(subject: "\(name) · \(instead)")
    if case .relative = error {
      (finding.problem, finding.wayOut) = (error.sentence, error.wayOut)
    } else {
      finding.remarks = [error.sentence]
    }
    return finding
  }
}

extension Directory.Problem {
  /// The problem, as the end of a sentence about the folder.
  var phrase: String {
    switch self {
    case .missing: "does not exist"
    case .notFolder: "is not a folder"
    case .unreadable: "cannot be read"
    case .unwritable: "cannot be written"
    case .unmakeable: "cannot be created"
    }
  }
}
