enum EngineRoom {}
