import ArgumentParser

/// The value of an option, saved as plain JSON.
package enum OptionValue: Sendable, Equatable {
  case integer(Int)
  /// A whole number above `Int.max`.
  case large(UInt64)
  case number(Double)
  case text(String)
  /// True if the flag was typed.
  case flag(Bool)
  /// Several values; an empty list is typed as `0`.
  case list([OptionValue])

  /// The value as typed, one word per item of a list.
  package var words: [String] {
    switch self {
    case .integer(let value): [String(value)]
    case .large(let value): [String(value)]
    case .number(let value): [String(value)]
    case .text(let value): [value]
    case .flag(let value): [value ? "yes" : "no"]
    case .list(let items): items.isEmpty ? ["0"] : items.flatMap(\.words)
    }
  }

  /// Takes the value of a property; nil for `nil` and for a list that was not given.
  init?(_ content: Any) {
    switch content {
    case let value as Bool: self = .flag(value)
    case let value as Int: self = .integer(value)
    case let value as UInt64: self = Int(exactly: value).map { .integer($0) } ?? .large(value)
    case let value as Double: self = .number(value)
    case let widths as [Int] where widths == [0]: self = .list([])
    case let values as [Any]:
      if values.isEmpty { return nil }
      self = .list(values.compactMap(Self.init))
    case let value as any RawRepresentable<String>: self = .text(value.rawValue)
    case let value as any ExpressibleByArgument: self = .text(value.defaultValueDescription)
    default: return nil
    }
  }
}

extension OptionValue: Codable {
  /// Writes the value as a JSON number, string, Boolean or array.
  package func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    switch self {
    case .integer(let value): try container.encode(value)
    case .large(let value): try container.encode(value)
    case .number(let value): try container.encode(value)
    case .text(let value): try container.encode(value)
    case .flag(let value): try container.encode(value)
    case .list(let items): try container.encode(items)
    }
  }

  /// Reads a JSON number, string, Boolean or array.
  package init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    if let flag = try? container.decode(Bool.self) {
      self = .flag(flag)
    } else if let integer = try? container.decode(Int.self) {
      self = .integer(integer)
    } else if let large = try? container.decode(UInt64.self) {
      self = .large(large)
    } else if let number = try? container.decode(Double.self) {
      self = .number(number)
    } else if let text = try? container.decode(String.self) {
      self = .text(text)
    } else {
      self = .list(try container.decode([OptionValue].self))
    }
  }
}
