import ArgumentParser
import Models
import Options
import Testing

/// The options that kinds of models accept.
@Suite struct KindOptionTests {
  private func fault(_ kind: any ModelKind.Type, _ words: [String]) -> (any Error)? {
    do throws(OptionFailure) { _ = try OptionParser.parse(kind, words) } catch {
      if case .invalid(let fault) = error { return fault }
    }
    return nil
  }

  /// Every number of every kind has bounds, and the fault names its option.
  @Test(arguments: modelKinds.map { $0.name }) func everyNumberHasBounds(name: String) throws {
    let kind = try #require(modelKinds.first { $0.name == name })
    let numbers = DeclaredOption.all(of: kind).filter {
      [.number, .wholeNumber(isSigned: true)].contains($0.kind)
    }
    #expect(numbers.contains { $0.name == "embedding-dim" })
    for option in numbers {
      let large = option.kind == .number ? "1e30" : "1000000000"
      for value in ["-5", large] {
        guard
          case .outOfBounds(let found, _, _)? = fault(kind, ["\(option.word)=\(value)"])
            as? OptionFault
        else {
          Issue.record("\(option.word) \(value)")
          continue
        }
        #expect(found == option.name)
      }
    }
  }

  @Test func optionsThatDoNotGoTogether() {
    #expect(
      fault(DEPHN.self, ["--heads", "3"]) as? KindFault
        == .headsDoNotDivide(3, embeddingDim: 8))
    #expect(
      fault(DEPHN.self, ["--gate", "mapping", "--virtual-gradient-on", "step"]) as? KindFault
        == .noStepOfMappingGates)
    #expect(
      fault(DEPHN.self, ["--mappings", "sin", "raw", "sin"]) as? OptionFault
        == .repeated(option: "mappings", value: "sin"))
    #expect(
      fault(MMoE.self, ["--tower-hidden-units"] + [String](repeating: "2", count: 33))
        as? OptionFault == .wrongCount(option: "tower-hidden-units", 0...32))
    #expect(fault(MMoE.self, ["--tower-hidden-units", "0"]) == nil)
    #expect(
      fault(MMoE.self, ["--expert-hidden-units", "0"]) as? OptionFault
        == .outOfBounds(
          option: "expert-hidden-units", value: .integer(0), Bounds(1...16384)))
  }
}
