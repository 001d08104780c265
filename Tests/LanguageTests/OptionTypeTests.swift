import Models
import Options
import Testing
import Training

@testable import Language

/// The types of options in the program: those of all commands, with all kinds of models and data sources.
@Suite struct OptionTypeTests {
  /// `OptionParser.defaults` traps for a type with a required option: it is not for these.
  @Test func onlyTheseOptionsAreRequired() {
    let required = CommandList.all.flatMap { type in
      DeclaredOption.all(of: type).filter { $0.form != .argument && !$0.isOptional }
        .map { "\(type.name) \($0.word)" }
    }
    #expect(
      required == [
        "load predictions --for", "derive related --task", "derive unrelated --task", "slices --by",
        "plot --x", "plot --y",
      ])
  }

  /// The type whose defaults the program takes.
  @Test func trainingHasDefaults() {
    #expect(OptionParser.defaults(of: TrainingOptions.self).epochs == 3)
  }

  /// Every kind of model can be built without any option.
  @Test func everyKindHasDefaults() throws {
    for type in modelKinds { _ = try OptionParser.parse(type, [String]()) }
  }
}
