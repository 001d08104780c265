package import ArgumentParser
import Numbers
import Options
import System

/// Artificial impressions, clicks and conversions: a conversion needs a click.
///
/// A row is x ∈ R^d, each entry standard normal, a user and an item, each as likely as any other.
/// Every user and item has an effect on either step. With s = 1.5 and unit vectors u and v of cosine r,
///
///     P(click) = σ(a + s·uᵀx + e_user + e_item),
///     P(conversion | click) = σ(b + s·vᵀx + f_user + f_item),
///
/// and e and f of an id are standard normal with correlation r: f = r e + √(1 − r²) g. So the clicks,
/// of which there are many, tell of the conversions, of which there are few, what r lets them. a and
/// b are such that the means of these probabilities over all rows are the rates asked for; the second
/// is over all impressions, so that what is biased by looking at clicks alone can be seen. Rows are
/// independent, so the split is by order: 80, 10 and 10 per cent.
package struct Funnel: DataSource {
  package static let name = "funnel"
  package static let summary = "Artificial impressions, clicks and conversions: a strict funnel."
  package static let origin = DataOrigin.computed
  package static let examples = [
    SourceExample(["rows": "5000"], meaning: "Two tasks: click and conversion."),
    SourceExample(
      ["click-rate": "0.05", "conversion-rate": "0.2", "rows": "5000"],
      meaning: "Few clicks; a fifth of all shown would buy if they clicked."),
    SourceExample(
      ["users": "20", "items": "10", "correlation": "-0.5", "rows": "5000"],
      meaning: "Few people and things, and what is clicked is not what is bought."),
  ]

  @Option(help: "Mean probability of a click.")
  package var clickRate = 0.2

  @Option(help: "Mean probability, over all rows, of a conversion after a click.")
  package var conversionRate = 0.1

  @Option(
    parsing: .unconditional,
    help: "Correlation of the effects on clicks and on conversions, −1 to 1.")
  package var correlation = 0.5

  @Option(help: "Number of rows.")
  package var rows = 20_000

  @Option(help: "Number of numeric features.")
  package var features = 8

  @Option(help: "Number of users.")
  package var users = 500

  @Option(help: "Number of items.")
  package var items = 500

  @Option(parsing: .upToNextOption, help: "Tasks to learn, in this order.")
  package var tasks = ["click", "conversion"]

  @Option(help: "Seed of everything drawn by chance.")
  package var seed: UInt64 = 1

  package init() {}

  /// Checks the bounds of rates, correlation and sizes.
  ///
  /// - Throws: `OptionFault` or `SourceFault`.
  package func validate() throws {
    try Bounds(0.0001...0.9999).check("click-rate", clickRate)
    try Bounds(0.0001...0.9999).check("conversion-rate", conversionRate)
    try Bounds(-1...1).check("correlation", correlation)
    try Bounds(2...1_000).check("features", features)
    try Bounds(1...1_000_000).check("users", users)
    try Bounds(1...1_000_000).check("items", items)
    try Bounds(10...100_000_000 / (features + 4)).check("rows", rows)
    guard !tasks.isEmpty, Set(tasks).count == tasks.count,
      tasks.allSatisfy(["click", "conversion"].contains)
    else { throw SourceFault.wrongTasks(["click", "conversion"]) }
  }

  /// No files: the rows are generated.
  package func files(in folders: DataFolders) -> [String] { [] }

  /// Draws users, items, clicks and conversions.
  ///
  /// - Throws: `DataError`; `CancellationError` after an interrupt.
  package func read(_ files: [String], _ context: LoadContext) throws -> RawData {
    let (first, second) = directions()
    let sorts = [identities("user", count: users), identities("item", count: items)]
    var random = RandomStream(seed: seed, purpose: "funnel rows")
    var columns = [[Float]](repeating: [], count: features)
    var codes = sorts.map { _ in [Int32]() }
    var clicks: [Double] = []
    var purchases: [Double] = []
    for row in 0..<rows {
      if row % 4096 == 0 {
        try context.interrupt.check()
        context.progress(Double(row) / Double(rows))
      }
      var (click, purchase) = (0.0, 0.0)
      for (index, sort) in sorts.enumerated() {
        let drawn = random.below(sort.effects.count)
        codes[index].append(Int32(drawn))
        click += sort.effects[drawn].click
        purchase += sort.effects[drawn].purchase
      }
      for feature in 0..<features {
        let x = random.normal()
        columns[feature].append(Float(x))
        click += 1.5 * first[feature] * x
        purchase += 1.5 * second[feature] * x
      }
      clicks.append(click)
      purchases.append(purchase)
    }
    context.progress(1)
    let labels = try draw(clicks, purchases, context.interrupt)
    return RawData(
      source: Self.name,
      features: columns.enumerated().map { RawFeature(name: "x\($0 + 1)", numbers: $1) }
        + zip(sorts, codes).map { RawFeature(name: $0.name, codes: $1, words: $0.words) },
      tasks: tasks.map { Task(name: $0) },
      labels: tasks.map { .direct(Values($0 == "click" ? labels.clicks : labels.conversions)) },
      split: SplitRows(Split(inOrder: rows)), notes: [],
      options: "click-rate \(clickRate) conversion-rate \(conversionRate) "
        + "correlation \(correlation) features \(features) users \(users) items \(items) "
        + "seed \(seed)")
  }

  /// Two unit vectors with the chosen cosine.
  private func directions() -> ([Double], [Double]) {
    var random = RandomStream(seed: seed, purpose: "funnel directions")
    func unit(_ vector: [Double]) -> [Double] {
      let length = vector.reduce(0) { $0 + $1 * $1 }.squareRoot()
      return vector.map { $0 / length }
    }
    let first = unit((0..<features).map { _ in random.normal() })
    let other = (0..<features).map { _ in random.normal() }
    let share = zip(first, other).reduce(0) { $0 + $1.0 * $1.1 }
    let second = unit(zip(first, other).map { $1 - share * $0 })
    return (first, zip(first, second).map { alike($0, $1) })
  }

  /// Users or items: a name, and what each adds to the logit of either step.
  private struct Identities {
    let name: String
    let effects: [(click: Double, purchase: Double)]

    var words: [String] { effects.indices.map { "\(name)\($0 + 1)" } }
  }

  private func identities(_ name: String, count: Int) -> Identities {
    var random = RandomStream(seed: seed, purpose: "funnel \(name)s")
    let effects = (0..<count).map { _ in
      let (click, other) = (random.normal(), random.normal())
      return (click: click, purchase: alike(click, other))
    }
    return Identities(name: name, effects: effects)
  }

  /// `r x + √(1 − r²) y`: of independent x and y with variance 1, what has variance 1 and correlation
  /// r with x.
  private func alike(_ x: Double, _ y: Double) -> Double {
    correlation * x + max(0, 1 - correlation * correlation).squareRoot() * y
  }

  /// The labels: a click by its probability, and of those who clicked a conversion by its.
  private func draw(
    _ clicks: [Double], _ purchases: [Double], _ interrupt: Interrupt
  ) throws -> (clicks: [Float], conversions: [Float]) {
    let (a, b) = (Self.shift(clicks, clickRate), Self.shift(purchases, conversionRate))
    var random = RandomStream(seed: seed, purpose: "funnel labels")
    var labels: (clicks: [Float], conversions: [Float]) = ([], [])
    var watch = Watch(interrupt)
    for (click, purchase) in zip(clicks, purchases) {
      try watch.step()
      let (first, second) = (random.uniform(), random.uniform())
      let clicked = first < Self.sigmoid(a + click)
      labels.clicks.append(clicked ? 1 : 0)
      labels.conversions.append(clicked && second < Self.sigmoid(b + purchase) ? 1 : 0)
    }
    return labels
  }

  private static func sigmoid(_ x: Double) -> Double { 1 / (1 + Elementary.exp(-x)) }

  /// What has to be added for the mean probability to be `rate`, by bisection.
  private static func shift(_ logits: [Double], _ rate: Double) -> Double {
    let some = logits.prefix(20_000)
    var (low, high) = (-30.0, 30.0)
    for _ in 0..<50 {
      let middle = (low + high) / 2
      let mean = some.reduce(0) { $0 + sigmoid(middle + $1) } / Double(some.count)
      if mean < rate { low = middle } else { high = middle }
    }
    return (low + high) / 2
  }
}
