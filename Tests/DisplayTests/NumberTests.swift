import Display
import Testing

@Suite struct NumberTests {
  // Python: f"{x:.{d}f}"
  @Test(arguments: [
    (0.0, 2, "0.00"), (-0.0, 2, "0.00"), (-0.004, 2, "0.00"), (-0.005, 2, "-0.01"),
    (2.675, 2, "2.67"), (0.125, 2, "0.12"), (0.375, 2, "0.38"), (1.005, 2, "1.00"),
    (0.285, 2, "0.28"), (9.995, 2, "9.99"), (9.9951, 2, "10.00"), (0.9999, 3, "1.000"),
    (1234567.891, 1, "1,234,567.9"), (-1234.5, 0, "-1,234"), (0.5, 0, "0"), (1.5, 0, "2"),
    (0.1, 15, "0.100000000000000"), (999.5, 0, "1,000"), (-0.3184, 4, "-0.3184"),
  ]) func fixed(value: Double, decimals: Int, text: String) {
    #expect(NumberFormat.fixed(decimals).text(value) == text)
  }

  @Test func signs() {
    let format = NumberFormat.signed(4)
    #expect(format.text(0.0012) == "+0.0012")
    #expect(format.text(-0.0012) == "-0.0012")
    #expect(format.text(0.00001) == "0.0000")
    #expect(format.text(-0.00001) == "0.0000")
  }

  @Test func countsAndShares() {
    #expect(NumberFormat.count.text(16_281) == "16,281")
    #expect(NumberFormat.count.text(999) == "999")
    #expect(NumberFormat.count.text(1_141_617) == "1,141,617")
    #expect(NumberFormat.percent(2).text(0.412) == "41.20 %")
    #expect(NumberFormat.percent(1).text(1) == "100.0 %")
    #expect(NumberFormat.percent(2).text(0.0071) == "0.71 %")
    #expect(NumberFormat.percent(0).text(12.5) == "1,250 %")
    #expect(NumberFormat.percent(1).text(-0.00001) == "0.0 %")
  }

  @Test(arguments: [
    (0.0, "0.00"), (1.0, "1.00"), (0.012345, "0.0123"), (9.996, "10.0"), (99.96, "100"),
    (1234.5, "1,234"), (0.0000123, "1.23e-05"), (1.5e20, "1.50e+20"), (-0.5, "-0.500"),
    (0.9996, "1.00"),
  ]) func significant(value: Double, text: String) {
    #expect(NumberFormat.significant(3).text(value) == text)
  }

  /// Losses and errors in any unit: never more than eleven characters up to 1e100.
  @Test func anyScale() {
    let values = [
      0, 0.4194, 0.01, 0.00999, 0.0001546, 0.00000123, 999.99994, 1_000, 642_017.8762, 1e7,
      518_509_275_339.2446, -3.5, -0.0087,
    ]
    #expect(
      values.map(NumberFormat.anyScale.text) == [
        "0.0000", "0.4194", "0.0100", "0.009990", "0.0001546", "1.230e-06", "999.9999", "1,000",
        "642,018", "1.000e+07", "5.185e+11", "-3.5000", "-0.008700",
      ])
    #expect(NumberFormat.signedAnyScale.text(2_677.8) == "+2,678")
    #expect(NumberFormat.signedAnyScale.text(-5.5e9) == "-5.500e+09")
    #expect(NumberFormat.signedAnyScale.text(0) == "0.0000")
    // A difference has the decimals of its figure, not significant digits of its own.
    #expect(NumberFormat.anyScale.ofDifferences(from: 0.42).text(0.00281) == "+0.0028")
    #expect(NumberFormat.anyScale.ofDifferences(from: 5e11).text(0.00281) == "+0.002810")
    #expect(NumberFormat.anyScale.beside(0.42).text(0.00281) == "0.0028")
    #expect(NumberFormat.fixed(5).ofDifferences(from: 1) == .signed(5))
  }

  @Test func seconds() {
    let texts = [0.0042, 3.214, 21.44, 1234.5].map(NumberFormat.seconds.text)
    #expect(texts == ["0.004 s", "3.21 s", "21.4 s", "1,234 s"])
  }

  @Test(arguments: [
    NumberFormat.fixed(2), .signed(4), .count, .percent(1), .significant(3), .seconds, .anyScale,
    .signedAnyScale,
  ]) func noNumbers(format: NumberFormat) {
    #expect(format.text(.nan) == "n/a")
    #expect(format.text(.infinity) == "inf")
    #expect(format.text(-.infinity) == "-inf")
    #expect(!format.text(.greatestFiniteMagnitude).isEmpty)
    #expect(!format.text(.leastNonzeroMagnitude).hasPrefix("-"))
  }
}
