import FoundationEssentials

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Why files in `folder` cannot be read, as a part of a sentence; nil if they can.
func problemReading(_ folder: String) -> String? {
  var isFolder = false
  guard FileManager.default.fileExists(atPath: folder, isDirectory: &isFolder) else {
    return "is not there"
  }
  if !isFolder { return "is no folder" }
  let isReadable = (try? FileManager.default.contentsOfDirectory(atPath: folder)) != nil
  return isReadable ? nil : "cannot be read"
}

/// Why no file can be put into `folder`, as a part of a sentence; nil if one can, or if the folder
/// can be made.
func problemWriting(_ folder: String) -> String? {
  var isFolder = false
  var place = URL(filePath: folder).standardizedFileURL
  let isThere = FileManager.default.fileExists(atPath: place.path)
  while !FileManager.default.fileExists(atPath: place.path, isDirectory: &isFolder) {
    if place.path == "/" { break }
    place.deleteLastPathComponent()
  }
  if isFolder, access(place.path, W_OK | X_OK) == 0 { return nil }
  return isThere ? (isFolder ? "cannot be written" : "is no folder") : "cannot be made"
}
