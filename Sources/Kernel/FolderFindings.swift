import FoundationEssentials
import Jupyter
import Language
import System

/// The folders and files that a kernel reads and writes, each as it stands.
struct FolderFindings {
  private let settings: SessionSettings
  private let folders = Folders()

  /// Takes the folders of data that the kernel was installed with.
  init(dataFolders: [String]) { settings = SessionSettings(dataFolders: dataFolders) }

  var all: [Finding] {
    data
      + [
        written("cache of large files", .cache, "DEPHN_CACHE"),
        written("long outputs", .output, "XDG_CACHE_HOME"),
        written("runs of training", .runs, "DEPHN_RUNS"), history,
      ]
  }

  /// What the first cell should say, for a person who wonders later why something is missing.
  var notices: [String] {
    let misnamed = [Folders.Kind.cache, .runs, .history].compactMap(problem)
      .map { "\($0.sentence) \($0.wayOut)" }
    return data.compactMap { finding in
      finding.problem.map { "\($0)\n\(finding.wayOut ?? "")" }
    } + misnamed
      + [
        ("large text files are read anew each time, as far as memory goes", Folders.Kind.cache),
        ("what a cell shows beyond 256 KB is left out", .output),
      ].compactMap { consequence, kind in
        guard let folder = try? folders.path(kind),
          let problem = Directory.problemWriting(folder)
        else { return nil }
        return "The folder \(folder) \(problem.phrase): \(consequence).\n"
          + "Mend it, or name another in DEPHN_CACHE or XDG_CACHE_HOME."
      }
  }

  /// What somebody has set wrongly; nil for a folder that is switched off, or has no home.
  private func problem(of kind: Folders.Kind) -> FolderError? {
    do throws(FolderError) {
      _ = try folders.path(kind)
      return nil
    } catch {
      if case .relative = error { return error }
      return nil
    }
  }

  /// Folders that somebody has named must be there; of the others, those that are there.
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
        ? "The data folder \(folder), which DEPHN_DATA names, \(problem.phrase)."
        : "The data folder \(folder), named when this kernel was installed, \(problem.phrase)."
      finding.wayOut = Self.otherData
      return finding
    }
    let misnamed = problem(of: .namedData).map {
      [Finding(subject: "data", problem: $0.sentence, wayOut: Self.otherData)]
    }
    return (misnamed ?? []) + findings
  }

  private static let otherData =
    "`load` looks in its other places; `dephn install --data FOLDER` names another folder."

  private func written(_ name: String, _ kind: Folders.Kind, _ variable: String) -> Finding {
    let folder: String
    do throws(FolderError) { folder = try folders.path(kind) } catch {
      return nowhere(name, because: error)
    }
    var finding = Finding(subject: "\(name) · \(folder)")
    if let problem = Directory.problemWriting(folder) {
      finding.problem = "The folder \(problem.phrase)."
      finding.wayOut = "Mend it, or name another in \(variable)."
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
      finding.problem = "It is kept in memory only: \(problem)."
      finding.wayOut = "Mend or remove that file, or name another in DEPHN_HISTORY."
    }
    return finding
  }

  /// What is kept in no file, which somebody may have wished.
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
  /// What is wrong, as a part of a sentence about the folder.
  var phrase: String {
    switch self {
    case .missing: "is not there"
    case .notFolder: "is no folder"
    case .unreadable: "cannot be read"
    case .unwritable: "cannot be written"
    case .unmakeable: "cannot be made"
    }
  }
}
