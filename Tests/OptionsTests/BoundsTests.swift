import Options
import Testing

@Suite struct BoundsTests {
  @Test(arguments: [
    (Bounds(1...3), [1.0, 2, 3], [0.999, 3.001]), (Bounds(0..<1), [0, 0.999], [-0.001, 1]),
    (Bounds(above: 0), [1e-300, 1e300], [0, -1]), (Bounds(above: 0, upTo: 1), [0.5, 1], [0, 1.5]),
    (Bounds(from: 1), [1, 1e18], [0.5]),
  ])
  func numbersInAndOut(bounds: Bounds, inside: [Double], outside: [Double]) throws {
    for number in inside { try bounds.check("x", number) }
    for number in outside + [.nan, .infinity, -.infinity] {
      #expect(throws: OptionFault.self, "\(number)") { try bounds.check("x", number) }
    }
    try bounds.check("x", Double?.none)
  }

  @Test func faultsNameOptionValueAndBounds() {
    #expect(throws: OptionFault.outOfBounds(option: "n", value: .integer(9), Bounds(1.0...8.0))) {
      try Bounds(1...8).check("n", 9)
    }
  }

  @Test func firstRepeatedElement() {
    #expect(["a", "b", "b", "a"].firstRepeated == "b")
    #expect([1, 2, 3].firstRepeated == nil && [Int]().firstRepeated == nil)
  }
}
