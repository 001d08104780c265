import CKernels
import Engine
import TestSupport
import Testing

/// The losses of rows, beside one row at a time.
@Suite struct CrossEntropyTests {
  /// Eight logits at once have the losses of one at a time, to the bit, at every edge of exp and log.
  @Test func crossEntropyHasTheBitsOfScalars() {
    let edges: [Float] = [
      0, -0.0, .leastNonzeroMagnitude, 1e-30, 1e-9, 0.34657, 0.34658, 0.88137, 0.88138, 36.04,
      36.05, 36.7, 36.8, 37.43, 38, 693, 694, 708.4, 709.8, 744.5, 745.13, 745.14, 746, 1e9, 3e38,
      .infinity, .nan,
    ]
    let spread = KernelTests.normals(900, "logits").enumerated().map {
      $1 * [0.01, 1, 30, 400][$0 % 4]
    }
    let logits = edges + edges.map { -$0 } + spread
    let labels = logits.indices.map { [0, 1, 0.25, Float.nan][$0 * 7 % 11 % 4] }
    let expected = zip(logits, labels).map { LossKind.crossEntropy.loss(Double($0), Double($1)) }
    func isSame(_ x: Double, _ y: Double) -> Bool {
      x.bitPattern == y.bitPattern || x.isNaN && y.isNaN
    }
    exclusively {
      let name = String(cString: dephn_clone())
      defer { _ = dephn_use_clone(name) }
      for clone in KernelTests.clones {
        #expect(dephn_use_clone(clone) == 1)
        let all = LossKind.crossEntropy.losses(logits, labels)
        #expect(zip(all, expected).allSatisfy(isSame), "\(clone)")
        for count in 0..<20 {
          let some = LossKind.crossEntropy.losses(
            Array(logits.suffix(count)), Array(labels.suffix(count)))
          #expect(zip(some, expected.suffix(count)).allSatisfy(isSame) && some.count == count)
        }
      }
    }
    var strided = [Double](repeating: -1, count: 33)
    let spaced = (0..<33).map { $0 % 3 == 0 ? labels[$0 / 3] : 7 }
    dephn_cross_entropy(11, logits, spaced, 3, &strided)
    for index in strided.indices {
      #expect(isSame(strided[index], index % 3 == 0 ? expected[index / 3] : -1))
    }
  }
}
