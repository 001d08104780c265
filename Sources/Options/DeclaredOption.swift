package import ArgumentParser
import FoundationEssentials
import System

/// An argument, option or flag that a type declares, as the argument parser describes it.
///
/// The one source of help, completion, saved options and error texts.
package struct DeclaredOption: Sendable {
  /// How it is typed: by its place, by its name with a value, or by its name alone.
  package enum Form: Sendable { case argument, option, flag }

  /// What a value of it is.
  package enum Kind: Sendable, Equatable {
    /// There is no value.
    case nothing
    case wholeNumber(isSigned: Bool)
    case number
    /// One of `choices`.
    case choice
    case text
  }

  package let form: Form
  /// Without dashes: `num-experts`.
  package let name: String
  /// The name of the property that declares it: `numExperts`.
  package let property: String
  /// What its value is called: `num-experts` where nothing else is declared.
  package let valueName: String
  /// The sentence of its declaration.
  package let help: String
  /// The default as a person types it; nil where there is none.
  package let defaultText: String?
  /// All values there are, if they can be listed.
  package let choices: [String]
  package let isOptional: Bool
  package let isRepeating: Bool
  /// The type of a value, without `[…]` and `…?`.
  package let valueType: Any.Type

  /// As a person types or reads it: `--num-experts`, or `MODEL` for an argument.
  package var word: String { form == .argument ? name.uppercased() : "--" + name }

  /// What a value of it is, by its type.
  package var kind: Kind {
    if form == .flag { return .nothing }
    if !choices.isEmpty { return .choice }
    if let type = valueType as? any BinaryInteger.Type {
      return .wholeNumber(isSigned: type.isSigned)
    }
    return valueType is any BinaryFloatingPoint.Type ? .number : .text
  }

  /// What a type declares, in this order; read once, since that takes the library a millisecond.
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

/// The few fields of the library's dump of its help that we read.
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

  /// The entries in the order of their declaration, without `--help`, which is answered by us.
  static func entries(of type: any ParsableArguments.Type) -> [Entry] {
    let dump = try? JSONDecoder().decode(HelpDump.self, from: Data(type._dumpHelp().utf8))
    return (dump?.command.arguments ?? []).filter { $0.preferredName?.name != "help" }
  }
}
