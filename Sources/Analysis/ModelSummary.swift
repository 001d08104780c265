package import Display
import DataSets
import Engine
import Models
import Options
package import System
import Training

/// A model's options, and its parameters by group.
package struct ModelSummary {
  private let named: NamedModel
  private let digest: String

  /// Reads all weights once.
  ///
  /// - Throws: `CancellationError` after an interrupt.
  package init(
    _ named: NamedModel, interrupt: Interrupt = .never
  ) throws(CancellationError) {
    self.named = named
    digest = try named.model.digest(interrupt: interrupt)
  }

  /// The options, then the parameters.
  package var figures: [Figure] { [.table(options), .table(parameters)] }

  private var model: Model { named.model }

  /// One row per option, under the names that `build` takes.
  package var options: Table {
    let rows = model.options.map {
      Table.Row([.text($0.name), .text($0.value.words.joined(separator: " "))])
    }
    let data = named.trainer.data.map { " · \($0.source)" } ?? ""
    return Table(
      title: "\(named.label)\(data) · "
        + "\(Phrase.count(model.parameters.count, "parameter")) · digest "
        + "\(digest.prefix(12))",
      subtitle: "Reads \(Phrase.count(model.schema.features.count, "feature")), predicts "
        + "\(Phrase.list(model.schema.tasks.map(\.name))); initial weights from seed \(model.seed).",
      columns: [
        Table.Column(key: "option", header: "option"), Table.Column(key: "value", header: "value"),
      ], rows: rows, maximumRows: nil)
  }

  /// One row per group of tensors (the first word of their names), the total last.
  package var parameters: Table {
    let groups = model.parameters.all.reduce(into: [Group]()) { groups, parameter in
      let name = String(parameter.name.prefix { $0 != "." })
      if groups.last?.name != name, let index = groups.firstIndex(where: { $0.name == name }) {
        groups[index].add(parameter.count)
      } else {
        if groups.last?.name != name { groups.append(Group(name: name)) }
        groups[groups.count - 1].add(parameter.count)
      }
    }
    let total = model.parameters.count
    func row(_ name: String, _ tensors: Int, _ count: Int, isTotal: Bool = false) -> Table.Row {
      Table.Row(
        [
          .text(name), .number(Double(tensors), .count), .number(Double(count), .count),
          .share(Double(count) / Double(max(1, total))),
        ], ruleAbove: isTotal)
    }
    return Table(
      title: "Parameters · \(named.label)",
      columns: ["group", "tensors", "parameters", "share"].map {
        Table.Column(key: $0, header: $0)
      },
      rows: groups.map { row($0.name, $0.tensors, $0.count) }
        + [row("all", model.parameters.all.count, total, isTotal: true)],
      reading: [firstLayers, state].compactMap { $0 }.joined(separator: " "), maximumRows: nil)
  }

  /// Which features first layers look up; nil if there is no such layer.
  private var firstLayers: String? {
    let (all, found) = (model.schema.features.map(\.name), model.featuresByTable)
    if found.isEmpty { return nil }
    let others = all.filter { !found.contains($0) }
    let count = others.isEmpty ? "all \(all.count)" : "\(found.count) of \(all.count)"
    let names = others.isEmpty || others.count > 8 ? "" : ", not for \(Phrase.list(others))"
    return "First layers are looked up in tables for \(count) features\(names)."
  }

  private struct Group {
    let name: String
    var tensors = 0
    var count = 0

    mutating func add(_ numbers: Int) {
      tensors += 1
      count += numbers
    }
  }

  /// Training, where it has not begun or is not over.
  package var advice: Advice? {
    let trainer = named.trainer
    if trainer.interrupted != nil { return .resume(named.name, opensItsData: false) }
    if trainer.hasRunOfOtherData { return .resume(named.name, opensItsData: true) }
    return trainer.history.losses.isEmpty ? .train(named.name) : nil
  }

  private var state: String {
    let trainer = named.trainer
    let history = trainer.history
    if let interrupted = trainer.interrupted {
      return
        "Interrupted before \(interrupted.next(afterEpoch: history.startedEpochs).phrase), with the "
        + "weights of the last step."
    }
    if trainer.hasRunOfOtherData {
      return "Its training was interrupted on other data than it has here."
    }
    if history.losses.isEmpty, trainer.savedFingerprint != nil {
      return trainer.state == nil
        ? "Opened from a file; training starts with a new optimizer."
        : "Opened from a file; training continues where it stopped."
    }
    if history.losses.isEmpty { return "Not trained in this session." }
    let epochs = history.bestEpochs
    let best =
      epochs.isEmpty
      ? ""
      : "; the weights are those of \(History.phrase(of: epochs))"
        + (epochs.count > 1 ? ", one per task" : "")
    return "Trained \(Phrase.count(history.losses.count, "step"))\(best)."
  }
}
