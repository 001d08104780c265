import Numbers
import Glibc
import Testing

/// Our elementary functions against the C library's, whose own error is below one unit in the last place.
@Suite struct ElementaryTests {
  /// The largest error over 200,000 arguments, in units in the last place of the expected value.
  private func largestError(
    _ function: (Double) -> Double, _ expected: (Double) -> Double,
    _ argument: (inout RandomStream) -> Double
  ) -> Double {
    var random = RandomStream(seed: 1, purpose: "arguments")
    var largest = 0.0
    for _ in 0..<200_000 {
      let x = argument(&random)
      let value = expected(x)
      largest = max(largest, abs(function(x) - value) / value.ulp)
    }
    return largest
  }

  @Test func logarithm() {
    #expect(largestError(Elementary.log, log) { $0.uniform(in: 0.5...2) } <= 2)
    #expect(largestError(Elementary.log, log) { $0.uniform(in: 0...1) } <= 2)
    #expect(largestError(Elementary.log, log) { exp($0.uniform(in: -700...700)) } <= 2)
    #expect(largestError(Elementary.log, log) { $0.uniform(in: 0...1) * 0x1p-1040 } <= 2)
  }

  @Test func exponential() {
    #expect(largestError(Elementary.exp, exp) { $0.uniform(in: -1...1) } <= 2)
    #expect(largestError(Elementary.exp, exp) { $0.uniform(in: -708...709) } <= 2)
    #expect(largestError(Elementary.exp, exp) { $0.uniform(in: -745...(-700)) } <= 2)
  }

  @Test func sine() {
    #expect(largestError(Elementary.sin, sin) { $0.uniform(in: -0.8...0.8) } <= 2)
    #expect(largestError(Elementary.sin, sin) { $0.uniform(in: 0...(2 * .pi)) } <= 2)
    #expect(largestError(Elementary.sin, sin) { $0.uniform(in: -99_999...99_999) } <= 2)
    #expect(largestError(Elementary.sin, sin) { Double($0.below(30_000)) * .pi } <= 2)
  }

  @Test func logarithmOfOnePlus() {
    #expect(largestError(Elementary.log1p, log1p) { $0.uniform(in: 0...1e-3) } <= 4)
    #expect(largestError(Elementary.log1p, log1p) { exp($0.uniform(in: -40...40)) } <= 4)
    #expect(Elementary.log1p(1e-300) == 1e-300)
  }

  @Test func edges() {
    #expect(Elementary.log(1) == 0)
    #expect(Elementary.log(0) == -.infinity)
    #expect(Elementary.log(.infinity) == .infinity)
    #expect(Elementary.log(-1).isNaN && Elementary.log(.nan).isNaN)
    #expect(Elementary.exp(0) == 1)
    #expect(Elementary.exp(710) == .infinity && Elementary.exp(.infinity) == .infinity)
    #expect(Elementary.exp(-746) == 0 && Elementary.exp(-.infinity) == 0)
    #expect(Elementary.exp(.nan).isNaN)
    #expect(Elementary.sin(0) == 0)
    #expect(Elementary.sin(1e5).isNaN && Elementary.sin(-.infinity).isNaN)
  }
}
