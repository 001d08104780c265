extension Unicode.Scalar {
  /// Columns that the character takes in a code font: two for East Asian and emoji, none for marks.
  fileprivate var columns: Int {
    switch properties.generalCategory {
    case .nonspacingMark, .enclosingMark, .format, .control: return 0
    default: break
    }
    switch value {
    case 0x1100...0x115F, 0x2E80...0x303E, 0x3041...0xA4CF, 0xAC00...0xD7A3, 0xF900...0xFAFF,
      0xFE30...0xFE6F, 0xFF00...0xFF60, 0xFFE0...0xFFE6, 0x1F300...0x1FAFF, 0x20000...0x3FFFD:
      return 2
    default: return 1
    }
  }
}

extension String {
  /// Columns that the text takes in a code font.
  package var displayWidth: Int { unicodeScalars.reduce(0) { $0 + $1.columns } }

  /// The text with spaces behind (or before) it, `width` columns in all.
  func padded(to width: Int, right: Bool = false) -> String {
    let spaces = String(repeating: " ", count: max(0, width - displayWidth))
    return right ? spaces + self : self + spaces
  }

  /// The text in the middle of `width` columns.
  func centred(in width: Int) -> String {
    let before = max(0, width - displayWidth) / 2
    return (String(repeating: " ", count: before) + self).padded(to: width)
  }

  /// The text in at most `width` columns, cut with `…` only when it is longer.
  package func cut(to width: Int) -> String {
    guard displayWidth > width else { return self }
    var result = ""
    for character in self {
      guard (result + String(character)).displayWidth < width else { break }
      result.append(character)
    }
    return result + "…"
  }

  /// Line feeds and tabs as spaces: a table's row stays one line.
  var onOneLine: String { String(map { $0.isNewline || $0 == "\t" ? " " : $0 }) }

  /// Lines of at most `width` columns, broken at spaces where there is one.
  func wrapped(to width: Int) -> [String] {
    split(separator: "\n", omittingEmptySubsequences: false).flatMap { paragraph in
      var lines = [""]
      for word in paragraph.split(separator: " ", omittingEmptySubsequences: false) {
        let last = lines[lines.count - 1]
        let longer = last.isEmpty ? String(word) : last + " " + word
        if longer.displayWidth <= width || last.isEmpty {
          lines[lines.count - 1] = longer
        } else if word.hasPrefix("%"), let space = last.lastIndex(of: " ") {
          // A number stays with its unit.
          lines[lines.count - 1] = String(last[..<space])
          lines.append(last[last.index(after: space)...] + " " + word)
        } else {
          lines.append(String(word))
        }
      }
      return lines
    }
  }
}
