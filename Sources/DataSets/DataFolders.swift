import FoundationEssentials
import System

/// Where files of data are looked for.
///
/// A path given in the line comes first (`~` is the home folder, a relative path starts at the
/// current folder). A relative path that is not there, and the files of a source when no path is
/// given, are looked for in
/// 1. the folder that the environment variable `DEPHN_DATA` names,
/// 2. `data` in the current folder, then in its parent, and so on up to the root,
/// 3. the folders that `dephn install --data` wrote into the kernelspec,
/// 4. `$XDG_DATA_HOME/dephn/data`, by default `~/.local/share/dephn/data`.
///
/// `Folders` knows 1 and 4, and what `~` is.
///
/// A source has a subfolder of its name in each of them: `data/adult/adult.data` is found, and
/// `data/adult.data` and `data/adult.data.gz` too.
package struct DataFolders: Sendable {
  package var currentFolder: String
  package var installed: [String]
  /// Those that do not depend on the current one.
  let known: Folders

  /// The folders that an environment and the kernelspec name.
  package init(
    currentFolder: String = FileManager.default.currentDirectoryPath, installed: [String] = [],
    environment: [String: String] = ProcessInfo.processInfo.environment
  ) {
    self.currentFolder = currentFolder
    self.installed = installed
    known = Folders(environment: environment)
  }

  /// The folders in the order in which they are searched, whether they exist or not.
  package var searched: [String] {
    var folders: [String] = []
    if let named = try? known.path(.namedData) { folders.append(named) }
    var folder = URL(filePath: currentFolder, directoryHint: .isDirectory).standardized.path
    while true {
      folders.append(Folders.path("data", in: folder))
      if folder == "/" || folder.isEmpty { break }
      folder = URL(filePath: folder).deletingLastPathComponent().path
      if folder.count > 1, folder.hasSuffix("/") { folder.removeLast() }
    }
    folders += installed.map(absolute)
    if let shared = try? known.path(.sharedData) { folders.append(shared) }
    return folders
  }

  /// The folder of the frames that a Python program hands over; nil without one.
  var frames: String? { try? known.path(.frames) }

  /// `path` from the root: `~` is the home folder if there is one, a relative path starts at the
  /// current folder.
  package func absolute(_ path: String) -> String {
    let path = (try? known.expanded(path)) ?? path
    return path.hasPrefix("/") ? path : Folders.path(path, in: currentFolder)
  }

  /// The file `name` of a source: `given` is that file or its folder; without it, it lies in one
  /// of the folders searched.
  ///
  /// - Throws: `DataError` with the paths that were tried and the source's origin.
  package func file(
    _ name: String, of source: (some DataSource).Type, given: String?
  ) throws(DataError) -> String {
    let paths = given.map(paths) ?? searched
    if let found = found([name], of: source.name, paths, isGiven: given != nil) { return found }
    throw DataError(
      .search(
        .file(
          name, given: given,
          tried: paths.map { Folders.path("\(source.name)/\(name)", in: $0) },
          source: source.name, origin: source.origin)), file: given)
  }

  /// The same for the first of several names that is there; the error is about the first name.
  package func file(
    anyOf names: [String], of source: (some DataSource).Type, given: String?
  ) throws(DataError) -> String {
    let paths = given.map(paths) ?? searched
    if let found = found(names, of: source.name, paths, isGiven: given != nil) { return found }
    return try file(names[0], of: source, given: given)
  }

  /// Those of several files that are there, in one folder.
  ///
  /// - Throws: `DataError` if there is none.
  package func files(
    _ names: [String], of source: (some DataSource).Type, given: String?
  ) throws(DataError) -> [String] {
    let paths = given.map(paths) ?? searched
    for path in paths {
      if given != nil, Self.isFile(path) { return [path] }
      let files = names.compactMap { found([$0], of: source.name, [path], isGiven: false) }
      if !files.isEmpty { return files }
    }
    return [try file(names[0], of: source, given: given)]
  }

  /// The first file of that name, or packed as `name.gz`, in the order of the folders.
  private func found(
    _ names: [String], of source: String, _ paths: [String], isGiven: Bool
  ) -> String? {
    for path in paths {
      if isGiven, Self.isFile(path) { return path }
      for name in names {
        for tried in ["\(source)/\(name)", name].map({ Folders.path($0, in: path) }) {
          if let file = [tried, tried + ".gz"].first(where: Self.isFile) { return file }
        }
      }
    }
    return nil
  }

  /// The first of several names in the folder of `file`, which the same source reads.
  ///
  /// - Throws: `DataError` about `file`, which may be a wrong one.
  package func file(
    anyOf names: [String], beside file: String, of source: (some DataSource).Type
  ) throws(DataError) -> String {
    let slash = file.lastIndex(of: "/") ?? file.startIndex
    let folder = String(file[..<slash])
    if let found = found(names, of: source.name, [folder], isGiven: false) { return found }
    throw DataError(
      .search(
        .companion(
          names[0], tried: Folders.path("\(source.name)/\(names[0])", in: folder),
          source: source.name, origin: source.origin)), file: file)
  }

  /// The file that a user named: as it stands, else below one of the folders searched.
  ///
  /// - Throws: `DataError` with the paths that were tried.
  package func file(named given: String) throws(DataError) -> String {
    let paths = paths(of: given)
    if let found = paths.first(where: Self.isFile) { return found }
    let isFolder = FileManager.default.fileExists(atPath: absolute(given))
    let tables = isFolder ? Self.tables(in: absolute(given)) : []
    if !tables.isEmpty { throw DataError(.search(.folder(given, tables: tables)), file: given) }
    throw DataError(.search(.named(given, isFolder: isFolder, tried: paths)), file: given)
  }

  /// Where a path given in the line may lie.
  private func paths(of given: String) -> [String] {
    let isRelative = !given.hasPrefix("/") && !given.hasPrefix("~")
    return [absolute(given)] + (isRelative ? searched.map { Folders.path(given, in: $0) } : [])
  }

  /// The names of the text tables in a folder.
  private static func tables(in folder: String) -> [String] {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
    return names.filter { name in
      [".csv", ".tsv", ".csv.gz", ".tsv.gz"].contains { name.lowercased().hasSuffix($0) }
    }.sorted()
  }

  private static func isFile(_ path: String) -> Bool {
    var isFolder = false
    return FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) && !isFolder
  }
}
