import ArgumentParser
import Options
import Testing

/// Failures of parsing: every case that words can cause.
///
/// Part of the contract with the library, whose errors are read by reflection.
@Suite struct FailureTests {
  /// The failure of parsing the words, with its facts; empty if there is none.
  private func facts(_ words: [OptionWord]) -> [String] {
    do throws(OptionFailure) {
      _ = try OptionParser.parse(SampleOptions.self, words)
      return []
    } catch { return error.facts }
  }

  private func facts(_ words: [String]) -> [String] { facts(words.map { OptionWord($0) }) }

  @Test(arguments: [
    ["a", "--ratte", "1"], ["a", "--ratte=1"], ["--ratte"], ["a", "--ratte", "--quiet"],
  ])
  func unknownOption(words: [String]) {
    #expect(facts(words) == ["unknown option", "--ratte"])
  }

  /// The library's own options are unknown.
  @Test(arguments: [
    "-x", "--help", "-h", "--generate-completion-script", "--experimental-dump-help", "--version",
  ])
  func optionOfTheLibrary(word: String) {
    #expect(facts(["a", word]) == ["unknown option", word])
  }

  /// A quoted word is not an option for us, but it is one for the library.
  @Test(arguments: [("--ratte", "--ratte"), ("-x", "-x"), ("--help", "--help"), ("-h", "--help")])
  func quotedOption(word: String, name: String) {
    let words = [OptionWord("a"), OptionWord(word, isQuoted: true)]
    #expect(facts(words) == ["unknown option", name])
  }

  @Test(arguments: [["a", "--rate"], ["a", "--rate", "--quiet"], ["--rate"]])
  func missingValue(words: [String]) {
    #expect(facts(words) == ["missing value", "--rate"])
  }

  @Test(arguments: [
    ("--pass-count", "1e3"), ("--pass-count", "8.0"), ("--rate", "fast"), ("--seed", "-1"),
    ("--shape", "round"), ("--widths", "x"), ("--mark", "x"), ("--rows", "many"),
  ])
  func invalidValue(option: String, value: String) {
    #expect(facts(["a", option, value]) == ["invalid value", value, option])
    #expect(facts(["a", "\(option)=\(value)"]) == ["invalid value", value, option])
  }

  @Test func unexpectedValue() {
    #expect(facts(["a", "--quiet=yes"]) == ["unexpected value", "yes", "--quiet"])
  }

  @Test(arguments: [[], ["--quiet"], ["--rate", "2"]])
  func missingArgument(words: [String]) {
    #expect(facts(words) == ["missing argument", "FILES"])
  }

  @Test func unexpectedArguments() {
    #expect(throws: OptionFailure.self) { try OptionParser.parse(InnerOptions.self, ["a"]) }
    do throws(OptionFailure) { _ = try OptionParser.parse(InnerOptions.self, ["a", "b"]) } catch {
      #expect(error.facts == ["unexpected arguments", "a", "b"])
    }
  }

  /// Validation of the type itself, of a group, and without any words.
  @Test func faultsOfValidationAreReturned() {
    #expect(facts(["a", "--pass-count", "11"]).first == "invalid")
    let fault = OptionFault.outOfBounds(
      option: "pass-count", value: .integer(11), Bounds(1...10))
    #expect(facts(["a", "--pass-count", "11"]) == ["invalid", "\(fault)"])
    #expect(
      facts(["a", "--mark", "a=b", "c=d", "e=f"])
        == ["invalid", "\(SampleFault.tooManyMarks(3))"])
    do throws(OptionFailure) { _ = try OptionParser.parse(NeverOptions.self, [String]()) } catch {
      #expect(error.facts == ["invalid", "\(SampleFault.tooManyMarks(0))"])
    }
    #expect(throws: OptionFailure.self) { try OptionParser.parse(NeverOptions.self, [String]()) }
  }
}

extension OptionFailure {
  fileprivate var facts: [String] {
    switch self {
    case .unknownOption(let name): ["unknown option", name]
    case .missingValue(let option): ["missing value", option.word]
    case .invalidValue(let value, let option): ["invalid value", value, option.word]
    case .unexpectedValue(let value, let option): ["unexpected value", value, option.word]
    case .missingArgument(let option): ["missing argument", option.word]
    case .unexpectedArguments(let words): ["unexpected arguments"] + words
    case .invalid(let error): ["invalid", "\(error)"]
    case .other(let sentence): ["other", sentence]
    }
  }
}

/// Options that are never valid.
private struct NeverOptions: ParsableArguments {
  @Flag(help: "Nothing.") var quiet = false
  func validate() throws { throw SampleFault.tooManyMarks(0) }
}
