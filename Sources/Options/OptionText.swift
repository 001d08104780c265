package import ArgumentParser

/// Parsed options as text that is stable across versions, part of the key of a columnar file.
///
/// One line per property, groups in parentheses, enumerations by the names of their cases:
///
///     _options SourceOptions(_paths: ["t.csv"], _rows: nil, _seed: 1)
///     _separator ,
///
/// This is the debug text of property wrappers, which keyed the first files.
package enum OptionText {
  /// The text of options that were parsed.
  package static func of(_ arguments: some ParsableArguments) -> String {
    DeclaredProperty.values(of: arguments)
      .filter { !isQuiet($0.value) }
      .map { property in
        (property.value as? any InlineOptions).map { of($0) }
          ?? "_\(property.name) \(text(property.value))"
      }
      .joined(separator: "\n")
  }

  /// Whether it is a group of later options that all have their defaults.
  private static func isQuiet(_ content: Any) -> Bool {
    guard let group = content as? any QuietOptions,
      let defaults = try? type(of: group).parse([])
    else { return false }
    return text(group) == text(defaults)
  }

  private static func text(_ content: Any) -> String {
    switch content {
    case let group as any ParsableArguments:
      let fields = DeclaredProperty.values(of: group).filter { !isQuiet($0.value) }.map {
        "_\($0.name): \(text($0.value))"
      }
      return "\(type(of: group))(\(fields.joined(separator: ", ")))"
    case let values as [Any]:
      return "[\(values.map(quoted).joined(separator: ", "))]"
    case let value as any OptionalContent:
      return value.content.map { "Optional(\(quoted($0)))" } ?? "nil"
    case let word as String: return word
    case let value as any RawRepresentable<String>: return caseName(value.rawValue)
    default: return "\(content)"
    }
  }

  /// The text of a value inside brackets or parentheses, where words are quoted.
  private static func quoted(_ content: Any) -> String {
    (content as? String)?.debugDescription ?? text(content)
  }

  /// The name of the case, `valueAndBins`, for its raw value `value-and-bins`.
  private static func caseName(_ word: String) -> String {
    let parts = word.split(separator: "-")
    return parts.prefix(1).joined()
      + parts.dropFirst().map { $0.prefix(1).uppercased() + $0.dropFirst() }.joined()
  }
}

/// A group whose options appear in the text as if the type declared them itself.
///
/// Options can move into such a group without changing the key of existing columnar files.
package protocol InlineOptions: ParsableArguments {}

/// A group of options that came later than those around it: it has no text while all have their defaults.
///
/// So a columnar file made before they were there is found as long as nobody uses them.
package protocol QuietOptions: ParsableArguments {}

/// A value that may be `nil`.
private protocol OptionalContent {
  var content: Any? { get }
}

extension Optional: OptionalContent {
  fileprivate var content: Any? { self }
}
