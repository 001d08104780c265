package import ArgumentParser
import FoundationEssentials
import System

/// An argument, option or flag that a type declares, as the argument parser describes it.
///
/// Help, completion, saved options and errors all read declarations in this form.
package struct DeclaredOption: Sendable {
  /// The way it is typed: by position, by name with a value, or by name alone.
  package enum Form: Sendable { case argument, option, flag }

  /// The kind of its value.
  package enum Kind: Sendable, Equatable {
    /// A flag, which has no value.
    case nothing
    case wholeNumber(isSigned: Bool)
    case number
    /// One of `choices`.
    case choice
    case text
  }

  /// Argument, option or flag.
  package let form: Form
  /// The name without dashes: `num-experts`.
  package let name: String
  /// The name of the property that declares it: `numExperts`.
  package let property: String
  /// The name of its value in help: by default `num-experts`.
  package let valueName: String
  /// The help sentence of its declaration.
  package var help: String
  /// The default as a person types it; nil if there is none.
  package let defaultText: String?
  /// All possible values, if they can be listed.
  package let choices: [String]
  /// True if it can be left out.
  package let isOptional: Bool
  /// True if it takes several values.
  package let isRepeating: Bool
  /// The type of a value, without `[…]` and `…?`.
  package let valueType: Any.Type

  /// The word as typed and shown: `--num-experts`, or `MODEL` for an argument.
  package var word: String { form == .argument ? name.uppercased() : "--" + name }

  /// The kind of its value, derived from its type.
  package var kind: Kind {
    if form == .flag { return .nothing }
    if !choices.isEmpty { return .choice }
    if let type = valueType as? any BinaryInteger.Type {
      return .wholeNumber(isSigned: type.isSigned)
    }
    return valueType is any BinaryFloatingPoint.Type ? .number : .text
  }

  /// The options of a type in the order of their declaration, cached because reading them takes a
  /// millisecond.
  package static func all(of type: any ParsableArguments.Type) -> [DeclaredOption] {
    let key = ObjectIdentifier(type)
    if let known = known.withLock({ $0[key] }) { return known }
    let made = zip(HelpDump.entries(of: type), DeclaredProperty.all(of: type)).map {
      DeclaredOption($0, $1)
    }
    known.withLock { $0[key] = made }
    return made
  }

  private static let known = Lock<[ObjectIdentifier: [DeclaredOption]]>([:])

  private init(_ entry: HelpDump.Entry, _ property: DeclaredProperty) {
    form = entry.kind == "positional" ? .argument : entry.kind == "flag" ? .flag : .option
    valueName = entry.valueName ?? "value"
    name = entry.preferredName?.name ?? valueName
    self.property = property.name
    help = entry.abstract ?? ""
    defaultText = entry.defaultValue
    choices = entry.allValues ?? []
    isOptional = entry.isOptional
    isRepeating = entry.isRepeating
    valueType = property.valueType
  }
}

/// The fields that we read from the library's dump of its help.
private struct HelpDump: Decodable {
  struct Command: Decodable { var arguments: [Entry]? }

  struct Entry: Decodable {
    struct Name: Decodable { var name: String }

    var kind: String
    var isOptional: Bool
    var isRepeating: Bool
    var preferredName: Name?
    var valueName: String?
    var defaultValue: String?
    var allValues: [String]?
    var abstract: String?
  }

  var command: Command

  /// The entries in the order of their declaration, without `--help`, which we answer ourselves.
  static func entries(of type: any ParsableArguments.Type) -> [Entry] {
    let dump = try? JSONDecoder().decode(HelpDump.self, from: Data(type._dumpHelp().utf8))
    return (dump?.command.arguments ?? []).filter { $0.preferredName?.name != "help" }
  }
}
