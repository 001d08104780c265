import ArgumentParser
import FoundationEssentials
import System

/// What there is to know about a command: the one source of help, completion and error texts.
struct CommandPage: Sendable {
  var name: String
  var summary: String
  /// What else there is to say, in sentences; often nothing.
  var discussion: String
  var group: CommandGroup
  var makes: ValueKind?
  var paper: String?
  var examples: [Example]
  var parameters: [Parameter]
  var takesAnyWords: Bool

  var positionals: [Parameter] { parameters.filter { $0.kind == .positional } }
  var options: [Parameter] { parameters.filter { $0.kind != .positional } }

  func option(_ name: some StringProtocol) -> Parameter? {
    options.first { $0.name == name }
  }

  /// The page of a command; made when it is first asked for, since reading the declarations
  /// takes the library a millisecond.
  static func of(_ type: any Command.Type) -> CommandPage {
    if let page = made.withLock({ $0[type.name] }) { return page }
    let page = CommandPage(reading: type)
    made.withLock { $0[type.name] = page }
    return page
  }

  private static let made = Lock<[String: CommandPage]>([:])

  private init(reading type: any Command.Type) {
    name = type.name
    summary = type.configuration.abstract
    discussion = type.configuration.discussion.split(separator: "\n").joined(separator: " ")
    group = type.group
    makes = type.makes
    paper = type.paper
    examples = type.examples
    takesAnyWords = type.takesAnyWords
    parameters = Declarations.parameters(of: type)
  }
}

/// Reads a command's declarations: texts from the library's own dump, types by reflection.
private enum Declarations {
  static func parameters(of type: any Command.Type) -> [Parameter] {
    let json = Data(type._dumpHelp().utf8)
    let dump = try? JSONDecoder().decode(Dump.self, from: json)
    var positionals = Slots(of: type).positionals[...]
    let options = Slots(of: type).options
    return (dump?.command.arguments ?? []).filter(\.isOurs).map { argument in
      let isPositional = argument.kind == "positional"
      let value = isPositional ? positionals.popFirst() : options[argument.longName]
      return argument.parameter(meaning: meaning(of: value), placeholder: placeholder(of: value))
    }
  }

  /// The type without `[…]` and `…?`.
  private static func element(of type: Any.Type?) -> Any.Type? {
    var type = type
    while let wrapping = type as? any Wrapping.Type { type = wrapping.wrapped }
    return type
  }

  /// What help writes for a number.
  private static func placeholder(of type: Any.Type?) -> String? {
    let type = element(of: type)
    if type is any BinaryInteger.Type { return "N" }
    return type is any BinaryFloatingPoint.Type ? "X" : nil
  }

  private static func meaning(of type: Any.Type?) -> Parameter.Meaning {
    let type = element(of: type)
    if let name = type as? any NameArgument.Type { return .name(name.accepted) }
    return type == FilePath.self ? .file : .plain
  }
}

/// The few fields of the library's dump that we read.
private struct Dump: Decodable {
  struct Command: Decodable { var arguments: [Argument]? }

  struct Argument: Decodable {
    struct Name: Decodable { var name: String }

    var kind: String
    var shouldDisplay: Bool
    var isOptional: Bool
    var isRepeating: Bool
    var preferredName: Name?
    var valueName: String?
    var defaultValue: String?
    var allValues: [String]?
    var abstract: String?

    var longName: String { preferredName?.name ?? "" }

    /// `--help` is answered by us.
    var isOurs: Bool { shouldDisplay && longName != "help" }

    /// A value is called `placeholder`, or else by the last word of its name: `--gate-optimizer
    /// OPTIMIZER`.
    func parameter(meaning: Parameter.Meaning, placeholder: String?) -> Parameter {
      let words = (valueName ?? "value").uppercased().split(separator: "-")
      let value =
        kind == "option" ? placeholder ?? String(words.last ?? "") : words.joined(separator: "-")
      return Parameter(
        kind: kind == "positional" ? .positional : kind == "flag" ? .flag : .option,
        name: kind == "positional" ? value : "--" + longName, valueName: value,
        summary: abstract ?? "", defaultValue: defaultValue, choices: allValues ?? [],
        isOptional: isOptional, isRepeating: isRepeating, meaning: meaning)
    }
  }

  var command: Command
}

/// The types of a command's values: in order for arguments, by name for options.
private struct Slots {
  var positionals: [Any.Type] = []
  var options: [String: Any.Type] = [:]

  init(of type: any ParsableArguments.Type) {
    for child in Mirror(reflecting: type.init()).children {
      guard let slot = child.value as? any Slot else { continue }
      let value = Swift.type(of: slot).valueType
      if let group = value as? any ParsableArguments.Type {
        let inner = Slots(of: group)
        positionals += inner.positionals
        options.merge(inner.options) { first, _ in first }
      } else if Swift.type(of: slot).isPositional {
        positionals.append(value)
      } else {
        options[Self.kebab(child.label ?? "")] = value
      }
    }
  }

  /// From "_numExperts" to "num-experts".
  private static func kebab(_ label: String) -> String {
    label.drop { $0 == "_" }.reduce(into: "") { text, letter in
      text += letter.isUppercase ? "-" + letter.lowercased() : String(letter)
    }
  }
}

/// A property wrapper of the library, whose value's type is asked for.
private protocol Slot {
  static var valueType: Any.Type { get }
  static var isPositional: Bool { get }
}

extension Argument: Slot {
  fileprivate static var valueType: Any.Type { Value.self }
  fileprivate static var isPositional: Bool { true }
}

extension Option: Slot {
  fileprivate static var valueType: Any.Type { Value.self }
  fileprivate static var isPositional: Bool { false }
}

extension Flag: Slot {
  fileprivate static var valueType: Any.Type { Value.self }
  fileprivate static var isPositional: Bool { false }
}

extension OptionGroup: Slot {
  fileprivate static var valueType: Any.Type { Value.self }
  fileprivate static var isPositional: Bool { false }
}

/// `[X]` and `X?`, whose `X` is asked for.
private protocol Wrapping {
  static var wrapped: Any.Type { get }
}

extension Array: Wrapping {
  fileprivate static var wrapped: Any.Type { Element.self }
}

extension Optional: Wrapping {
  fileprivate static var wrapped: Any.Type { Wrapped.self }
}
