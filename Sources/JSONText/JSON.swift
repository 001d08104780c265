/// A JSON value (RFC 8259).
///
/// Integers that fit into 64 bits are exact; any other number is a `number`. The members of an object are
/// unordered and written alphabetically, so equal values give equal bytes.
package enum JSON: Sendable, Equatable {
  case null
  case bool(Bool)
  case integer(Int)
  case number(Double)
  case string(String)
  case array([JSON])
  case object([String: JSON])

  /// The member `key` of an object; nil if there is none, or if this is not an object.
  package subscript(key: String) -> JSON? {
    if case .object(let members) = self { members[key] } else { nil }
  }

  /// The text of a string; nil for any other value.
  package var string: String? {
    if case .string(let text) = self { text } else { nil }
  }

  /// The value of an integer, also of one written as `3.0`; nil for any other value.
  package var integer: Int? {
    switch self {
    case .integer(let value): value
    case .number(let value): Int(exactly: value)
    default: nil
    }
  }

  /// The value of `true` or `false`; nil for any other value.
  package var bool: Bool? {
    if case .bool(let value) = self { value } else { nil }
  }

  /// The members of an object; nil for any other value.
  package var object: [String: JSON]? {
    if case .object(let members) = self { members } else { nil }
  }

  /// The elements of an array; nil for any other value.
  package var array: [JSON]? {
    if case .array(let elements) = self { elements } else { nil }
  }

  /// The object with the members of `other` added, which replace members of the same name.
  package func adding(_ other: [String: JSON]) -> JSON {
    .object((object ?? [:]).merging(other) { _, new in new })
  }
}

extension JSON: ExpressibleByStringLiteral, ExpressibleByIntegerLiteral,
  ExpressibleByBooleanLiteral, ExpressibleByArrayLiteral, ExpressibleByDictionaryLiteral
{
  package init(stringLiteral value: String) { self = .string(value) }
  package init(integerLiteral value: Int) { self = .integer(value) }
  package init(booleanLiteral value: Bool) { self = .bool(value) }
  package init(arrayLiteral elements: JSON...) { self = .array(elements) }

  /// Makes an object; the last value of a repeated key wins.
  package init(dictionaryLiteral elements: (String, JSON)...) {
    self = .object(Dictionary(elements) { _, last in last })
  }
}
