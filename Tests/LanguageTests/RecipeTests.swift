import Display
import System
import Testing

@testable import Language

/// Recipes: the lines that rebuild a value, with the same bits.
@Suite struct RecipeTests {
  private let cells = """
    epochs = 1
    kinds = mmoe ple
    unused = load synthetic --rows 1000 --seed 9
    d = load synthetic --rows 2000 --correlation 0.5 --seed 3
    show d
    a = build mmoe d --seed 2 --num-experts 4
    b = build shared-bottom d
    train a b --epochs $epochs --batch-size 256
    evaluate a
    train b --epochs 1
    for kind in $kinds {
      m = build $kind d --seed 5
      train m --epochs $epochs --learning-rate 0.001
    }
    t = compare a b --baseline a
    sweep = for r in 0 1 {
      data = load synthetic --rows 2000 --correlation $r
      c = build mmoe data
      show c
      train c --epochs $epochs
      evaluate c
    }
    best = sql "SELECT r, max(auc) AS auc FROM sweep GROUP BY r"
    p = plot best --x r --y auc
    g = gates a
    """

  /// Running a recipe in a new session makes the same bits: its last line checks them.
  @Test(arguments: ["d", "a", "b", "m", "t", "sweep", "best", "p", "g", "c", "data"])
  func recipesGiveTheSameBits(name: String) throws {
    let notebook = try Notebook(cells, "recipe \(name)")
    let recipe = try #require(notebook.results.last?.plainText)
    let lines = recipe.split(separator: "\n")
    #expect(lines.last?.hasPrefix("check \(name) ") == true, "\(recipe)")
    #expect(!recipe.contains("unused") && !recipe.contains("show"), "\(recipe)")
    let fresh = Notebook()
    #expect(fresh.error(of: recipe) == "(none)", "\(recipe)")
    #expect(fresh.written.contains("✓ "))
  }

  @Test func recipesAreShort() throws {
    let notebook = try Notebook(cells, "recipe a")
    let recipe = try #require(notebook.results.last?.plainText)
    let lines = recipe.split(separator: "\n").map(String.init)
    #expect(lines.count == 4, "\(recipe)")
    #expect(lines[0].hasPrefix("d = load synthetic --rows 2000 --seed 3  # fingerprint "))
    #expect(lines[1] == "a = build mmoe d --seed 2")
    #expect(lines[2] == "train a --epochs 1 --batch-size 256")
    #expect(lines[3].hasPrefix("check a weights "))
  }

  @Test func iterationsOfALoopAreWrittenOut() throws {
    let notebook = try Notebook(cells, "recipe m")
    let recipe = try #require(notebook.results.last?.plainText)
    #expect(recipe.contains("\nm = build ple d --seed 5\ntrain m --epochs 1\n"), "\(recipe)")
    #expect(!recipe.contains("for ") && !recipe.contains("mmoe"))
  }

  @Test func aLoopThatKeptATableIsOne() throws {
    let notebook = try Notebook(cells, "recipe sweep")
    let recipe = try #require(notebook.results.last?.plainText)
    let loop = """
      sweep = for r in 0 1 {
        data = load synthetic --rows 2000 --correlation $r
        c = build mmoe data
        train c --epochs 1
        evaluate c
      }
      check sweep digest
      """
    #expect(recipe.hasPrefix(loop), "\(recipe)")
  }

  @Test func anInterruptedTrainingHasNoRecipe() throws {
    let notebook = try Notebook("d = load synthetic --rows 2000", "m = build mmoe d")
    #expect(notebook.interrupted("train m --epochs 300 --batch-size 16").hasPrefix("Interrupted"))
    let error = notebook.error(of: "recipe m")
    #expect(error.contains("The training of 'm' was interrupted"), "\(error)")
    #expect(error.contains("`train m --resume` finishes it."))
  }

  @Test func recipesAreWrittenToFiles() throws {
    let folder = try ScratchFolder()
    let notebook = try Notebook("d = load synthetic --rows 2000")
    try notebook.run("recipe d '\(folder.path)/d.dephn'")
    #expect(folder.text(of: "d.dephn")?.hasPrefix("d = load synthetic --rows 2000") == true)
  }
}
