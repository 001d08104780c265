import CKernels
import Glibc
import Numbers
import TestSupport
import Testing

/// The C loops compared with double-precision results, and clones with each other.
@Suite struct KernelTests {
  static func normals(_ count: Int, _ purpose: String) -> [Float] {
    var stream = RandomStream(seed: 1, purpose: purpose)
    return (0..<count).map { _ in Float(stream.normal()) }
  }

  /// A = rows × depth, B = depth × columns, as the product of packed panels.
  static func product(
    _ a: [Float], _ b: [Float], rows: Int, columns: Int, depth: Int, transposed: Bool = false,
    bias: [Float]? = nil, adding: [Float]? = nil, activation: Int = DEPHN_LINEAR
  ) -> [Float] {
    let panels = (columns + 15) / 16
    var packed = [Float](repeating: .nan, count: depth * panels * 16)
    var c = adding ?? [Float](repeating: .nan, count: rows * columns)
    b.withUnsafeBufferPointer { b in
      var matrix = dephn_matrix(
        depth: depth, columns: columns, values: b.baseAddress, row: columns, column: 1, addend: nil)
      for panel in 0..<panels { dephn_pack(&matrix, panel, 0, depth, &packed) }
    }
    a.withUnsafeBufferPointer { a in
      packed.withUnsafeBufferPointer { packed in
        (bias ?? []).withUnsafeBufferPointer { start in
          c.withUnsafeMutableBufferPointer { c in
            var product = dephn_product(
              rows: rows, columns: columns, depth: depth, a: a.baseAddress,
              a_row: transposed ? 1 : depth, a_column: transposed ? rows : 1,
              packed: packed.baseAddress, c: c.baseAddress, c_row: columns,
              bias: bias == nil ? nil : start.baseAddress, accumulate: adding == nil ? 0 : 1,
              activation: Int32(activation), slope: 0.1)
            dephn_matrix_product(&product)
          }
        }
      }
    }
    return c
  }

  static let shapes = [
    (1, 1, 1), (6, 16, 4), (7, 17, 3), (5, 15, 1), (128, 64, 300), (13, 33, 257), (12, 8, 512),
    (3, 40, 0), (31, 49, 20),
  ]

  @Test(arguments: shapes) func matrixProductAgreesWithDoubles(rows: Int, columns: Int, depth: Int)
  {
    let a = Self.normals(rows * depth, "a")
    let b = Self.normals(depth * columns, "b")
    let start = Self.normals(rows * columns, "c")
    let bias = Self.normals(columns, "bias")
    func check(_ result: [Float], _ first: (Int, Int) -> Float, _ a: (Int, Int) -> Float) {
      for i in 0..<rows {
        for j in 0..<columns {
          let exact = (0..<depth).reduce(Double(first(i, j))) {
            $0 + Double(a(i, $1)) * Double(b[$1 * columns + j])
          }
          let size =
            4 + (0..<depth).reduce(0.0) { $0 + Double(abs(a(i, $1) * b[$1 * columns + j])) }
          #expect(abs(Double(result[i * columns + j]) - exact) <= 1e-6 * size)
        }
      }
    }
    let plain = Self.product(a, b, rows: rows, columns: columns, depth: depth)
    check(plain, { _, _ in 0 }, { a[$0 * depth + $1] })
    let biased = Self.product(a, b, rows: rows, columns: columns, depth: depth, bias: bias)
    check(biased, { bias[$1] }, { a[$0 * depth + $1] })
    let added = Self.product(a, b, rows: rows, columns: columns, depth: depth, adding: start)
    check(added, { start[$0 * columns + $1] }, { a[$0 * depth + $1] })
    let turned = Self.product(a, b, rows: rows, columns: columns, depth: depth, transposed: true)
    check(turned, { _, _ in 0 }, { a[$1 * rows + $0] })
  }

  /// Rows computed alone have the same bits as among others.
  @Test func bitsDoNotDependOnTheTile() {
    let a = Self.normals(20 * 300, "a")
    let b = Self.normals(300 * 37, "b")
    let whole = Self.product(a, b, rows: 20, columns: 37, depth: 300)
    for row in 0..<20 {
      let alone = Self.product(
        Array(a[row * 300..<(row + 1) * 300]), b, rows: 1, columns: 37, depth: 300)
      #expect(alone == Array(whole[row * 37..<(row + 1) * 37]))
    }
  }

  struct Function: CustomTestStringConvertible, Sendable {
    let name: String
    let ours: @Sendable (Int, UnsafePointer<Float>, UnsafeMutablePointer<Float>) -> Void
    let exact: @Sendable (Double) -> Double
    let range: ClosedRange<Float>
    /// Largest error, in ulp of the result or, near a zero of sin and cos, in units of 2⁻²⁴.
    let bound: Double
    var testDescription: String { name }
  }

  static let functions = [
    Function(
      name: "exp", ours: { dephn_exp_floats($0, $1, $2) }, exact: Glibc.exp, range: -87...88,
      bound: 2),
    Function(
      name: "sigmoid", ours: { dephn_sigmoid_floats($0, $1, $2) },
      exact: { 1 / (1 + Glibc.exp(-$0)) }, range: -80...80, bound: 3),
    Function(
      name: "tanh", ours: { dephn_tanh_floats($0, $1, $2) }, exact: Glibc.tanh, range: -20...20,
      bound: 3),
    Function(
      name: "sin", ours: { dephn_sin_floats($0, $1, $2) }, exact: Glibc.sin, range: -1000...1000,
      bound: 2),
    Function(
      name: "cos", ours: { dephn_cos_floats($0, $1, $2) }, exact: Glibc.cos, range: -1000...1000,
      bound: 2),
  ]

  @Test(arguments: functions) func functionsAreAccurateOverTheirRange(function: Function) {
    let count = 200_003
    let width = Double(function.range.upperBound) - Double(function.range.lowerBound)
    let x =
      (0..<count).map {
        Float(Double(function.range.lowerBound) + width * Double($0) / Double(count - 1))
      } + (0..<1000).map { Float($0 - 500) * 1e-4 }
    var y = x
    function.ours(x.count, x, &y)
    var worst = 0.0
    for (input, output) in zip(x, y) {
      let exact = function.exact(Double(input))
      let unit = max(Double(Float(exact).ulp), abs(input) > 1 && abs(exact) < 1 ? 0x1p-24 : 0)
      worst = max(worst, abs(Double(output) - exact) / unit)
    }
    #expect(worst <= function.bound, "worst error \(worst) ulp")
  }

  @Test func functionsKeepTheirValuesAtTheEdges() {
    var y: [Float] = [-.infinity, -200, 0, 200, .infinity, .nan]
    dephn_sigmoid_floats(6, y, &y)
    #expect(y[0] < 1e-37 && y[1] < 1e-37 && y[2] == 0.5 && y[3] == 1 && y[4] == 1 && y[5].isNaN)
    var z: [Float] = [-50, -0.0, 0, 50]
    dephn_tanh_floats(4, z, &z)
    #expect(z == [-1, 0, 0, 1])
  }

  /// A step on one row of weights.
  static func adam(
    _ w: inout [Float], _ g: [Float], _ m: inout [Float], _ v: inout [Float],
    _ settings: dephn_adam_settings
  ) {
    let count = w.count
    w.withUnsafeMutableBufferPointer { w in
      m.withUnsafeMutableBufferPointer { m in
        v.withUnsafeMutableBufferPointer { v in
          g.withUnsafeBufferPointer { g in
            var weights = dephn_weights(
              rows: 1, columns: count, stride: count, indices: nil, weights: w.baseAddress,
              first: m.baseAddress, second: v.baseAddress, gradient: g.baseAddress,
              gradient_stride: count)
            var settings = settings
            dephn_adam(&weights, &settings)
          }
        }
      }
    }
  }

  /// The textbook formulas in double, over several steps.
  @Test func adamFollowsTheTextbook() {
    var w = Self.normals(11, "w")
    var (m, v) = ([Float](repeating: 0, count: 11), [Float](repeating: 0, count: 11))
    var exact = w.map { (w: Double($0), m: 0.0, v: 0.0) }
    for step in 1...5 {
      let g = Self.normals(11, "g\(step)")
      let settings = dephn_adam_settings(
        rate: 0.01, beta1: 0.9, beta2: 0.999, complement1: Float(1 - 0.9),
        complement2: Float(1 - 0.999), epsilon: 1e-8,
        correction1: Float(1 / (1 - pow(0.9, Double(step)))),
        correction2: Float(1 / (1 - pow(0.999, Double(step)))))
      Self.adam(&w, g, &m, &v, settings)
      for i in exact.indices {
        let slope = Double(g[i])
        exact[i].m = 0.9 * exact[i].m + 0.1 * slope
        exact[i].v = 0.999 * exact[i].v + 0.001 * slope * slope
        let mean = exact[i].m / (1 - pow(0.9, Double(step)))
        let square = exact[i].v / (1 - pow(0.999, Double(step)))
        exact[i].w -= 0.01 * mean / (square.squareRoot() + 1e-8)
      }
    }
    for i in exact.indices { #expect(abs(Double(w[i]) - exact[i].w) < 1e-6) }
  }

  /// Every activation that a product ends in, after the last block of depth only.
  @Test(arguments: [5, 300]) func activationsComeLast(depth: Int) {
    let a = Self.normals(14 * depth, "a")
    let b = Self.normals(depth * 35, "b")
    func product(_ activation: Int) -> [Float] {
      Self.product(a, b, rows: 14, columns: 35, depth: depth, activation: activation)
    }
    let linear = product(DEPHN_LINEAR)
    #expect(linear.contains { $0 < 0 } && linear.contains { $0 > 0 })
    #expect(product(DEPHN_RELU) == linear.map { $0 < 0 ? 0 : $0 })
    #expect(product(DEPHN_LEAKY_RELU) == linear.map { $0 < 0 ? 0.1 * $0 : $0 })
  }

  /// Ids get numbers in the order of their first row, and each row the number of its id.
  @Test func uniqueIdsAreNumberedInTheirOrder() {
    var stream = RandomStream(seed: 1, purpose: "ids")
    for rows in [1, 7, 300] {
      let ids = (0..<2 * rows).map { _ in Int32(stream.below(rows)) * 65536 }
      var numbers = [Int32](repeating: -1, count: rows)
      var unique = numbers
      var slots = [Int32](repeating: 0, count: 1024)
      let count = dephn_unique(rows, ids, 2, &numbers, &unique, &slots, 1024)
      let column = stride(from: 0, to: 2 * rows, by: 2).map { ids[$0] }
      var expected: [Int32] = []
      for id in column where !expected.contains(id) { expected.append(id) }
      #expect(Array(unique.prefix(count)) == expected)
      #expect(numbers.map { unique[Int($0)] } == column)
    }
  }

  /// Transposed in blocks with edges, and added to the previous values.
  @Test func transposesAreExact() {
    for (rows, columns) in [(1, 1), (40, 16), (17, 33), (16, 5)] {
      let x = Self.normals(rows * columns, "x")
      let expected = (0..<columns).flatMap { j in (0..<rows).map { x[$0 * columns + j] } }
      var y = [Float](repeating: .nan, count: x.count)
      dephn_transpose(rows, columns, x, &y, 0)
      #expect(y == expected)
      dephn_transpose(rows, columns, x, &y, 1)
      #expect(y == expected.map { $0 + $0 })
    }
  }

  /// The clones that this processor has.
  static let clones: [String] = {
    defer { _ = dephn_use_clone(nil) }
    return ["avx512", "avx2", "portable"].filter { dephn_use_clone($0) == 1 }
  }()

  /// Results of kernels that no operation's test calls directly.
  static func everything() -> [Float] {
    var results = product(
      normals(29 * 300, "a"), normals(300 * 35, "b"), rows: 29, columns: 35, depth: 300)
    let x = normals(1003, "x").map { 3 * $0 }
    for function in functions {
      var y = x
      function.ours(x.count, x, &y)
      results += y
    }
    results.append(dephn_dot(1003, x, normals(1003, "y")))
    for (fields, dimension, heads) in [(11, 8, 2), (40, 16, 2), (3, 6, 3)] {
      let count = fields * dimension
      let (q, k, v) = (normals(count, "q"), normals(count, "k"), normals(count, "v"))
      var shape = dephn_attention_shape(fields: fields, dimension: dimension, heads: heads)
      var scratch = [Float](repeating: 0, count: dephn_attention_scratch(&shape))
      var joined = [Float](repeating: 0, count: count)
      dephn_attention(&shape, q, k, v, &joined, &scratch)
      var (dq, dk, dv) = (joined, joined, joined)
      dephn_attention_gradient(&shape, q, k, v, joined, &dq, &dk, &dv, &scratch)
      results += joined + dq + dk + dv
    }
    var (w, m, s) = (x, x, x.map { $0 * $0 })
    adam(
      &w, normals(1003, "g"), &m, &s,
      dephn_adam_settings(
        rate: 0.01, beta1: 0.9, beta2: 0.999, complement1: 0.1, complement2: 0.001, epsilon: 1e-8,
        correction1: 10, correction2: 1000))
    results += product(
      normals(29 * 300, "a"), normals(300 * 35, "b"), rows: 29, columns: 35, depth: 300,
      transposed: true, bias: normals(35, "bias"))
    return results + w + m + s
  }

  /// Products are added with a single rounding in every clone, also where doubles have to stand in: beside
  /// the middle of two floats, below the smallest normal number, and beyond the largest.
  @Test func clonesRoundOnce() {
    let edges: [Float] = [
      1 + 0x1p-12, -1 - 0x1p-12, 0x1.fffffep0, 3, 0x1p-24, -0x1p-80, 0x1p-126, 0x1.8p-140,
      Float.leastNonzeroMagnitude, .greatestFiniteMagnitude, .infinity, 0, -0.0,
    ]
    let factors = edges + Self.normals(51, "factors")
    let addends = edges + edges.map { -$0 } + Self.normals(30, "addends")
    exclusively {
      let name = String(cString: dephn_clone())
      defer { _ = dephn_use_clone(name) }
      for clone in Self.clones {
        #expect(dephn_use_clone(clone) == 1)
        for x in factors {
          // One factor for all rows, one addend per column.
          let sums = Self.product(
            factors, addends.map { _ in x }, rows: factors.count, columns: addends.count, depth: 1,
            bias: addends)
          let expected = factors.flatMap { y in addends.map { $0.addingProduct(x, y) } }
          let differing = zip(sums, expected).count {
            $0.bitPattern != $1.bitPattern && !($0.isNaN && $1.isNaN)
          }
          #expect(differing == 0, "\(clone), \(x)")
        }
      }
    }
  }

  /// Sums that are rounded wrongly by way of a double, one of usual size and one below the smallest
  /// normal number, are right wherever they stand among harmless ones.
  @Test func eachLaneRoundsOnce() {
    let critical: [(x: Float, y: Float, addend: Float)] = [
      (1 + 0x1p-12, 1 + 0x1p-12, 0x1p-80),
      ((1 + 0x1p-23) * 0x1p-75, (1 - 0x1p-23) * 0x1p-75, 0x1p-127 + 0x1p-149),
    ]
    exclusively {
      let name = String(cString: dephn_clone())
      defer { _ = dephn_use_clone(name) }
      for clone in Self.clones {
        #expect(dephn_use_clone(clone) == 1)
        for (x, y, addend) in critical {
          let expected = addend.addingProduct(x, y)
          #expect(Float(Double(x) * Double(y) + Double(addend)) != expected)
          for lane in 0..<16 {
            var addends = [Float](repeating: 1.5, count: 16)
            addends[lane] = addend
            let sums = Self.product(
              [x], addends.map { _ in y }, rows: 1, columns: 16, depth: 1, bias: addends)
            #expect(sums[lane] == expected, "\(clone), lane \(lane)")
          }
          for lane in 0..<8 {
            var (a, b) = ([Float](repeating: 0, count: 16), [Float](repeating: 0, count: 16))
            (a[lane], b[lane], a[8 + lane], b[8 + lane]) = (addend, 1, x, y)
            #expect(dephn_dot(16, a, b) == expected, "\(clone), lane \(lane)")
          }
        }
      }
    }
  }

  /// All kernels give the same bits in every clone.
  @Test func clonesGiveTheSameBits() {
    exclusively {
      let usual = Self.everything().map(\.bitPattern)
      let name = String(cString: dephn_clone())
      defer { _ = dephn_use_clone(name) }
      #expect(Self.clones.contains("portable") && dephn_use_clone("none") == 0)
      for clone in Self.clones {
        #expect(dephn_use_clone(clone) == 1 && String(cString: dephn_clone()) == clone)
        #expect(Self.everything().map(\.bitPattern) == usual, "\(clone)")
      }
    }
  }
}
