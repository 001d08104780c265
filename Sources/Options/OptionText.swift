package import ArgumentParser

/// Parsed options as text, the same from version to version: what a columnar file is known by.
///
/// A line a property, groups in parentheses, enumerations by the names of their cases:
///
///     _options SourceOptions(_paths: ["t.csv"], _rows: nil, _seed: 1)
///     _separator ,
///
/// Files written before this was spelled out are known by the same text.
package enum OptionText {
  /// The text of options that were parsed.
  package static func of(_ arguments: some ParsableArguments) -> String {
    DeclaredProperty.values(of: arguments)
      .map { property in
        (property.value as? any InlineOptions).map { of($0) }
          ?? "_\(property.name) \(text(property.value))"
      }
      .joined(separator: "\n")
  }

  private static func text(_ content: Any) -> String {
    switch content {
    case let group as any ParsableArguments:
      let fields = DeclaredProperty.values(of: group).map { "_\($0.name): \(text($0.value))" }
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

  /// Inside brackets and parentheses, a word stands between quotes.
  private static func quoted(_ content: Any) -> String {
    (content as? String)?.debugDescription ?? text(content)
  }

  /// `valueAndBins` for `value-and-bins`.
  private static func caseName(_ word: String) -> String {
    let parts = word.split(separator: "-")
    return parts.prefix(1).joined()
      + parts.dropFirst().map { $0.prefix(1).uppercased() + $0.dropFirst() }.joined()
  }
}

/// A group whose options have the text that they would have where the group stands.
///
/// So options can move into a group without a new key for the columnar files that are there.
package protocol InlineOptions: ParsableArguments {}

/// A value that may be `nil`.
private protocol OptionalContent {
  var content: Any? { get }
}

extension Optional: OptionalContent {
  fileprivate var content: Any? { self }
}
