import FoundationEssentials

/// Where files of data are looked for.
///
/// A path given in the line is taken as it is (`~` is the home folder, a relative path starts at
/// the current folder). What is not there, and everything when no path is given, is looked for in
/// 1. the folder that the environment variable `DEPHN_DATA` names,
/// 2. `data` in the current folder, then in its parent, and so on up to the root,
/// 3. the folders that `dephn install --data` wrote into the kernelspec,
/// 4. `$XDG_DATA_HOME/dephn/data`, by default `~/.local/share/dephn/data`.
///
/// A source has a subfolder of its name in each of them: `data/adult/adult.data` is found, and
/// `data/adult.data` too.
package struct DataFolders: Sendable {
  package var currentFolder: String
  package var installed: [String]
  package var environment: [String: String]

  package init(
    currentFolder: String = FileManager.default.currentDirectoryPath, installed: [String] = [],
    environment: [String: String] = ProcessInfo.processInfo.environment
  ) {
    self.currentFolder = currentFolder
    self.installed = installed
    self.environment = environment
  }

  /// The folders in the order in which they are searched, whether they exist or not.
  package var searched: [String] {
    var folders: [String] = []
    if let named = environment["DEPHN_DATA"], !named.isEmpty { folders.append(absolute(named)) }
    var folder = URL(filePath: currentFolder, directoryHint: .isDirectory).standardized.path
    while true {
      folders.append(Self.path("data", in: folder))
      if folder == "/" || folder.isEmpty { break }
      folder = URL(filePath: folder).deletingLastPathComponent().path
      if folder.count > 1, folder.hasSuffix("/") { folder.removeLast() }
    }
    folders += installed.map(absolute)
    let shared = environment["XDG_DATA_HOME"].flatMap { $0.isEmpty ? nil : $0 }
    folders.append(Self.path("dephn/data", in: absolute(shared ?? "~/.local/share")))
    return folders
  }

  /// `path` from the root: `~` is the home folder, a relative path starts at the current folder.
  package func absolute(_ path: String) -> String {
    if path == "~" || path.hasPrefix("~/") {
      return environment["HOME", default: ""] + path.dropFirst()
    }
    return path.hasPrefix("/") ? path : Self.path(path, in: currentFolder)
  }

  /// The file `name` of a source, in the folder (or it is the file) `given`, or in the folders searched.
  ///
  /// - Throws: `DataError` of kind `file` that says where it was looked for and `howToGet` it.
  package func file(
    _ name: String, of source: String, given: String?, howToGet: String
  ) throws(DataError) -> String {
    if let given, Self.kind(of: absolute(given)) == .file { return absolute(given) }
    let places = given.map { [absolute($0)] } ?? searched
    let tried = places.flatMap {
      [Self.path("\(source)/\(name)", in: $0), Self.path(name, in: $0)]
    }
    if let found = tried.first(where: { Self.kind(of: $0) == .file }) { return found }
    throw DataError(
      given.map { "There is no '\($0)' with the file \(name)." } ?? "\(name) is in no data folder.",
      wayOut: (["Looked for"] + places.map { "  " + Self.path("\(source)/\(name)", in: $0) } + [
        howToGet
      ])
      .joined(separator: "\n"),
      file: given, kind: .file)
  }

  /// The file that a user named: as it stands, else below one of the folders searched.
  ///
  /// - Throws: `DataError` of kind `file` that says where it was looked for.
  package func file(named given: String) throws(DataError) -> String {
    let places = given.hasPrefix("/") || given.hasPrefix("~") ? [] : searched
    let tried = [absolute(given)] + places.map { Self.path(given, in: $0) }
    if let found = tried.first(where: { Self.kind(of: $0) == .file }) { return found }
    let isFolder = Self.kind(of: absolute(given)) == .folder
    throw DataError(
      isFolder ? "'\(given)' is a folder, not a file." : "There is no file '\(given)'.",
      wayOut: (["Looked for"] + tried.map { "  " + $0 }).joined(separator: "\n"),
      file: given, kind: .file)
  }

  private enum Kind { case file, folder }

  private static func kind(of path: String) -> Kind? {
    var isFolder = false
    guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) else { return nil }
    return isFolder ? .folder : .file
  }

  private static func path(_ name: String, in folder: String) -> String {
    folder.hasSuffix("/") ? folder + name : folder + "/" + name
  }
}
