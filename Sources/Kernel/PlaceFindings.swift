import FoundationEssentials
import Jupyter
import Language
import System

/// The folders and files that a kernel reads and writes, each as it stands.
struct PlaceFindings {
  private let settings: SessionSettings
  private let places = Places()

  /// Takes the folders of data that the kernel was installed with.
  init(dataFolders: [String]) {
    settings = SessionSettings(dataFolders: dataFolders, outputFolder: places.outputFolder)
  }

  var all: [Finding] {
    data + written("cache of large files", settings.cacheFolder, "DEPHN_CACHE")
      + written("long outputs", settings.outputFolder, "XDG_CACHE_HOME")
      + written("runs of training", places.runsFolder, "DEPHN_RUNS") + [history]
  }

  /// What the first cell should say, for a person who wonders later why something is missing.
  var notices: [String] {
    data.compactMap { finding in
      finding.problem.map { "\($0)\n\(finding.wayOut ?? "")" }
    }
      + [
        ("large text files are read anew each time, as far as memory goes", settings.cacheFolder),
        ("what a cell shows beyond 256 KB is left out", settings.outputFolder),
      ].compactMap { consequence, folder in
        guard let folder, let problem = Directory.problemWriting(folder) else { return nil }
        return "The folder \(folder) \(problem.phrase): \(consequence).\n"
          + "Mend it, or name another in DEPHN_CACHE or XDG_CACHE_HOME."
      }
  }

  /// Folders that somebody has named must be there; of the others, those that are there.
  private var data: [Finding] {
    let installed = settings.dataFolders
    let named = KernelPlace.environment["DEPHN_DATA"].flatMap { $0.isEmpty ? nil : $0 }
    var seen: Set<String> = []
    return settings.searchedFolders.filter { seen.insert($0).inserted }.compactMap { folder in
      let problem = Directory.problemReading(folder)
      let isNamed = folder == named || installed.contains(folder)
      if problem != nil, !isNamed { return nil }
      var finding = Finding(subject: "data · \(folder)")
      guard let problem else { return finding }
      finding.problem =
        folder == named
        ? "The data folder \(folder), which DEPHN_DATA names, \(problem.phrase)."
        : "The data folder \(folder), named when this kernel was installed, \(problem.phrase)."
      finding.wayOut =
        "`load` looks in its other places; `dephn install --data FOLDER` names another folder."
      return finding
    }
  }

  private func written(_ name: String, _ folder: String?, _ variable: String) -> [Finding] {
    guard let folder else {
      return [Finding(subject: "\(name) · nowhere, as \(variable) is empty or HOME is missing")]
    }
    var finding = Finding(subject: "\(name) · \(folder)")
    if let problem = Directory.problemWriting(folder) {
      finding.problem = "The folder \(problem.phrase)."
      finding.wayOut = "Mend it, or name another in \(variable)."
    }
    return [finding]
  }

  private var history: Finding {
    guard let file = places.historyFile else {
      return Finding(
        subject: "history · in memory only, as DEPHN_HISTORY is empty or HOME is missing")
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
