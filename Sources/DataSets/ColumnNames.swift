/// The columns of a file or frame that was not read yet, for completion.
extension DataFolders {
  /// The words of a text file's first line, wherever `load` would find the file; none if it cannot be read.
  package func columnNames(ofFile path: String) -> [String] {
    guard let file = try? file(named: path), let start = try? TextStart(of: file) else { return [] }
    return start.words.enumerated().map { index, word in
      let word = index == 0 && word.hasPrefix("\u{FEFF}") ? String(word.dropFirst()) : word
      return word.trimmed
    }.filter { !$0.isEmpty }
  }

  /// The columns of a frame that a Python program handed over.
  package func columnNames(ofFrame name: String) -> [String] {
    guard let frames, !name.contains("/") else { return [] }
    return (try? FrameFile("\(frames)/\(name).frame"))?.names ?? []
  }
}

extension String {
  /// Without blanks and double quotes at its ends.
  fileprivate var trimmed: String {
    let isOuter = { (character: Character) in character.isWhitespace || character == "\"" }
    return String(drop(while: isOuter).reversed().drop(while: isOuter).reversed())
  }
}
