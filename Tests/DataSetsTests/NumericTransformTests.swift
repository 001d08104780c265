import DataSets
import Testing

/// Fitting and applying the transform of numeric features.
@Suite struct NumericTransformTests {
  @Test func smallNumbersAreStandardised() {
    let transform = NumericTransform(fitting: [1, 2, 3, 4, .nan] as [Float])
    #expect(!transform.takesLogarithm)
    #expect(transform.mean == 2.5)
    #expect(transform.deviation == 1.25.squareRoot())
    #expect(transform(2.5) == 0)
    #expect(transform(.nan) == 0)
    #expect(transform(100) == 5)
    #expect(transform(-100) == -5)
  }

  /// Python: v = [math.copysign(math.log1p(abs(x)), x) for x in (-10, 0, 201)]; mean, pstdev of v.
  @Test func largeNumbersGoThroughTheLogarithm() {
    let transform = NumericTransform(fitting: [-10, 0, 201] as [Float])
    #expect(transform.takesLogarithm)
    #expect(abs(transform.mean - 0.9701241415342782) < 1e-15)
    #expect(abs(transform.deviation - 3.219947470411021) < 1e-14)
    #expect(!NumericTransform(fitting: [200] as [Float]).takesLogarithm)
  }

  @Test func constantAndEmptyColumns() {
    let constant = NumericTransform(fitting: [7, 7] as [Float])
    #expect(constant.mean == 7 && constant.deviation == 1)
    let empty = NumericTransform(fitting: [.nan] as [Float])
    #expect(empty == NumericTransform(takesLogarithm: false, mean: 0, deviation: 1))
  }
}
